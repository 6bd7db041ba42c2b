"""What the questionnaire does with scripts: questions come and go, and a draft stays in the browser alone."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from services.evaluation.app import create_app
from services.evaluation.settings import Settings
from shared.service import EXTENSION
from shared.settings import load
from tests.contracts.inhabited import NOW
from tests.evaluation.every_kind import CONTENT
from tests.evaluation.story import Story, people
from tests.journeys.visitor import Visitor, sit_down
from tests.journeys.walk import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def visitor(browser: "Browser", fresh_database: Callable[[str, str], str]) -> Iterator[Visitor]:
    """Somebody who has opened a questionnaire with every kind of question."""
    app: Flask = create_app(
        load(
            Settings,
            database_url=fresh_database("evaluation", "sqlite"),
            secret_key="k" * 40,
            log_level="error",
            evaluation_delay=0,
        )
    )
    story = Story(app)
    story.asks("every_kind", CONTENT, story.hold(people(1), ends_at=NOW))
    (token,) = story.tokens().values()
    with served(app) as origin:
        guest = sit_down(browser, origin)
        with closing(guest.page.context):
            guest.page.clock.set_fixed_time(NOW)
            guest.opens(f"/evaluation/answer/{token}")
            yield guest
    app.extensions[EXTENSION].database.dispose()


def drafts(visitor: Visitor) -> list[str]:
    """The names of what the browser keeps."""
    found: list[str] = visitor.page.evaluate("Object.keys(localStorage)")
    return found


@pytest.mark.slow
def test_questions_that_hang_on_others_come_and_go(visitor: Visitor) -> None:
    asked = {code: visitor.page.locator(f"#q-{code}") for code in ("hindrance", "support")}
    assert not asked["hindrance"].is_visible() and not asked["support"].is_visible()
    visitor.chooses(used="no")
    assert asked["hindrance"].is_visible() and not asked["support"].is_visible()
    visitor.chooses(hindrance="no_support")
    assert asked["support"].is_visible()
    visitor.page.get_by_role("button", name="Ta bort mitt svar").first.click()
    assert not asked["hindrance"].is_visible() and not asked["support"].is_visible()


@pytest.mark.slow
def test_a_draft_stays_in_the_browser_until_the_answers_are_sent(visitor: Visitor) -> None:
    visitor.chooses(used="no")
    visitor.fills(good="Exemplen")
    address = visitor.page.url
    visitor.opens(f"{address}?lang=easy")
    visitor.page.locator("#draft").wait_for()
    visitor.reads("Vi har fyllt i det du började på förut.")
    assert visitor.page.locator("[name=good]").input_value() == "Exemplen"
    assert visitor.page.locator("#q-hindrance").is_visible()
    assert len(drafts(visitor)) == 1 and address.rpartition("/")[2] not in drafts(visitor)[0]
    visitor.chooses(overall="5", hindrance="no_time")
    visitor.presses("Skicka mina svar")
    visitor.reads("Tack för dina svar")
    assert not drafts(visitor)


@pytest.mark.slow
def test_a_draft_can_be_begun_anew_and_is_forgotten_after_the_last_day(visitor: Visitor) -> None:
    visitor.fills(good="Exemplen")
    visitor.page.reload()
    visitor.page.get_by_role("button", name="Börja om").click()
    assert not drafts(visitor) and visitor.page.locator("[name=good]").input_value() == ""
    visitor.fills(good="Annat")
    visitor.page.clock.set_fixed_time(NOW.replace(month=9))
    visitor.page.reload()  # the office has moved the last day
    visitor.page.locator("#draft").wait_for()
    assert visitor.page.locator("[name=good]").input_value() == "Annat"
    visitor.opens("/evaluation/thanks")
    visitor.page.wait_for_function("localStorage.length === 0")


@pytest.mark.slow
def test_a_mistake_takes_the_reader_to_what_is_wrong(visitor: Visitor) -> None:
    visitor.fills(good="Exemplen")
    visitor.presses("Skicka mina svar")
    assert visitor.page.evaluate("document.activeElement.id") == "error-summary"
    visitor.page.locator(".error-summary a").click()
    assert visitor.page.evaluate("document.activeElement.id") == "f-overall"
    assert visitor.page.locator("[name=good]").input_value() == "Exemplen"
