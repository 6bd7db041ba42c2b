"""Every page of the four services in both languages: by axe, by keyboard and at 320 px."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shared.auth.cookie import NAME
from tests.applications import Applications
from tests.contracts.inhabited import Inhabited, inhabit
from tests.journeys.visitor import DESK, NARROW, Visitor, sit_down
from tests.journeys.walk import cookie_of_participant, cookie_of_staff, pages_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The pages about one occasion, its days or its registrations.
OF_ONE = r"\w*_?(occasion|registration|participants?|attendance|check_in_screen|certificates)\b"

# A service, which of its pages by their endpoints, and whether staff look at them.
PARTS = {
    "what the public sees": ("registration", r"pages\.", False),
    "the office": ("registration", rf"office\.(?!{OF_ONE})", True),
    "one occasion at the office": ("registration", rf"office\.{OF_ONE}", True),
    "the region's lists": ("registration", r"(region|representatives|teaching)\.", True),
    "accounts": ("registration", r"(staff|tokens|signing)\.", True),
    "evaluation": ("evaluation", "", True),
    "notifications": ("notifications", "", True),
    "reporting": ("reporting", "", True),
}

# Forms that are sent without anything in them.
SENT_EMPTY = (
    "/registration/occasions/{open}",
    "/registration/occasions/{open}/group",
    "/registration/registrations/{manage_token}/change",
    "/registration/registrations/{manage_token}/replace",
    "/registration/mine",
    "/registration/manage/occasions/new",
    "/registration/manage/occasions/{open}/change",
    "/registration/manage/occasions/{open}/add",
    "/registration/manage/occasions/{open}/cancel",
    "/registration/manage/occasions/{open}/repeat",
    "/registration/manage/registrations/{registration_id}/replace",
    "/registration/representatives/new",
    "/registration/region/municipalities/new",
    "/registration/region/workplaces/new",
    "/registration/region/lecturers/new",
    "/registration/staff/new",
)
EMPTIED = """() => {
  const form = document.querySelector("main form[method=post]");
  for (const item of form.elements) {
    if (item.matches("[type=radio], [type=checkbox]")) item.checked = false;
    else if (!item.matches("[type=hidden], button")) item.value = "";
  }
  form.requestSubmit();
}"""
# What the summary on top names is a field of the page.
LEADS_NOWHERE = """() => [...document.querySelectorAll(".error-summary a")]
  .filter(link => !document.querySelector(link.hash)?.matches("input, select, textarea, fieldset"))
  .map(link => link.outerHTML)"""

# Everything that can be used is reached by Tab and shows that it is: by itself, or by what it stands in.
KEYBOARD = """() => {
  const seen = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(item => item.type !== "hidden" && !item.disabled && item.checkVisibility())
    .filter(item => !item.closest("[aria-hidden=true]"));
  const marked = (item, part) => {
    if (!item) return false;
    const style = getComputedStyle(item, part);
    return style.outlineStyle !== "none" && style.outlineWidth !== "0px" || style.boxShadow !== "none";
  };
  return seen.filter(item => {
    item.focus();
    const shown = marked(item) || marked(item, "::after") || marked(item, "::before")
      || marked(item.closest("label")) || marked(item.nextElementSibling);
    return item.tabIndex < 0 || document.activeElement !== item || !shown;
  }).map(item => item.outerHTML.slice(0, 150));
}"""


Made = Callable[[str], Inhabited]


@pytest.fixture
def made(
    applications: Applications, fresh_database: Callable[[str, str], str], tmp_path: Path
) -> Iterator[Made]:
    """`made(service)` is that service with something in it."""
    with ExitStack() as lent:

        def make(service: str) -> Inhabited:
            url = fresh_database(service, "sqlite")
            return lent.enter_context(inhabit(applications, service, url, tmp_path))

        yield make


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_every_page_is_accessible(part: str, made: Made, browser: "Browser") -> None:
    service, which, is_staff = PARTS[part]
    house = made(service)
    with served(house.app) as origin:
        visitor = sit_down(browser, origin)
        with closing(visitor.page.context):
            carry(visitor, NAME, cookie_of_staff(house) if is_staff else "")
            found = [fault for path in pages_of(house, which) for fault in faults(visitor, path)]
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_the_list_of_ones_own_registrations_is_accessible(made: Made, browser: "Browser") -> None:
    house = made("registration")
    with served(house.app) as origin:
        visitor = sit_down(browser, origin)
        with closing(visitor.page.context):
            carry(visitor, *cookie_of_participant(house.app, "frida.ek@huddinge.example"))
            found = list(faults(visitor, "/registration/mine"))
            visitor.reads("Frida Ek")
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_a_form_that_is_sent_back_is_accessible(made: Made, browser: "Browser") -> None:
    house = made("registration")
    known = {name: str(values[0]) for name, values in house.known.items()}
    with served(house.app) as origin:
        visitor = sit_down(browser, origin)
        with closing(visitor.page.context):
            carry(visitor, NAME, cookie_of_staff(house))
            found = [
                fault for path in SENT_EMPTY for fault in faults_sent_back(visitor, path.format(**known))
            ]
    assert not found, "\n".join(found)


def faults_sent_back(visitor: Visitor, path: str) -> Iterator[str]:
    """What is wrong with a form's page on a small phone when nothing was filled in."""
    page = visitor.page
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(visitor.origin + path)
    with page.expect_navigation() as answered:
        page.evaluate(EMPTIED)
    if answered.value.status != 422 or not page.locator(".error-summary a, .error").count():
        yield f"{path}: answers {answered.value.status}, and says nothing of what is missing"
    yield from (f"{path}, sent back: {text}" for text in visitor.obstacles())
    yield from (f"{path}, sent back: leads nowhere: {item}" for item in page.evaluate(LEADS_NOWHERE))
    yield from too_wide(visitor, f"{path}, sent back")
    if visitor.complaints:
        yield f"{path}, sent back: the browser complains: {visitor.complaints}"
        visitor.complaints.clear()


def carry(visitor: Visitor, name: str, value: str) -> None:
    """Let the browser have a cookie."""
    visitor.page.context.add_cookies([{"name": name, "value": value, "url": visitor.origin}])


def faults(visitor: Visitor, path: str) -> Iterator[str]:
    """What is wrong with a page on a small phone in either language, and at a desk."""
    page = visitor.page
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    for language in ("en", "sv"):
        address = f"{path}{'&' if '?' in path else '?'}lang={language}"
        answer = page.goto(visitor.origin + address, wait_until="load")
        assert answer
        if answer.status != 200 or page.locator("html").get_attribute("lang") != language:
            yield f"{address}: is not there in that language, answers {answer.status}"
        # The colours are the same in both, and take the most of the time.
        yield from (f"{address}: {text}" for text in visitor.obstacles(with_contrast=language == "sv"))
        yield from too_wide(visitor, address)
    page.keyboard.press("Tab")
    has_menu = page.locator("header.top").count()  # a screen for a projector has nothing to skip
    if has_menu and not page.evaluate("document.activeElement.matches('.skip')"):
        yield f"{path}: the first Tab does not reach the link to the content"
    hidden: list[str] = page.evaluate(KEYBOARD)
    yield from (f"{path}: cannot be used by keyboard, or does not show it: {item}" for item in hidden)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    yield from too_wide(visitor, path)
    if visitor.complaints:
        yield f"{path}: the browser complains: {visitor.complaints}"
        visitor.complaints.clear()


def too_wide(visitor: Visitor, address: str) -> Iterator[str]:
    """Whether the page scrolls sideways."""
    needs, has = visitor.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if needs > has:
        yield f"{address}: scrolls sideways at {has} px, for it needs {needs}"
