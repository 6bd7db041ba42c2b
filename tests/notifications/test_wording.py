"""Every e-mail, in both languages, with everything in it and with as little as possible."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from flask import Flask

from services.notifications.delivery.lanes import TOPIC_OF
from services.notifications.emails import EMAILS
from services.notifications.letters.content import Content, Entry, Member
from services.notifications.letters.digest import Digest, DigestOccasion, DigestPlace
from services.notifications.letters.rendering import Rendered, render
from services.notifications.models import CourseSession
from shared.i18n import LANGUAGES
from shared.ids import new_id
from tests.notifications.happenings import in_days

ALL = [(name, language) for name in EMAILS for language in LANGUAGES]
ABOUT_NO_COURSE = ("sign_in_link", "staff_invitation", "staff_reset")
LINK = "https://kurs.example/x"
STOP = "https://kurs.example/stop"
VOID = {"meta", "br", "img", "hr", "input", "link", "col"}


@pytest.fixture
def app(web_app: Flask) -> Flask:
    """Wording does not depend on the database."""
    return web_app


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_mail_reads_well_with_everything_in_it(app: Flask, name: str, language: str) -> None:
    rendered = _rendered(app, name, _full(language))
    if name not in ABOUT_NO_COURSE:
        assert "Delaktighet i vardagen" in rendered.subject + rendered.text
        assert "Delaktighet i vardagen" in rendered.html
    _reads_well(rendered)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_mail_reads_well_with_what_is_optional_missing(app: Flask, name: str, language: str) -> None:
    bare = Content(name="", email="a@example.se", language=language, title="Delaktighet i vardagen")
    _reads_well(_rendered(app, name, bare, link=None))


@pytest.mark.parametrize(("name", "language"), ALL)
def test_the_html_closes_what_it_opens(app: Flask, name: str, language: str) -> None:
    rendered = _rendered(app, name, _full(language))
    assert _unclosed(rendered.html) == []
    assert f'lang="{language}"' in rendered.html


@pytest.mark.parametrize(("name", "language"), ALL)
def test_text_and_html_have_the_same_links(app: Flask, name: str, language: str) -> None:
    rendered = _rendered(app, name, _full(language))
    for address, times in ((LINK, 1), (STOP, 1 if name in TOPIC_OF else 0)):
        assert rendered.text.count(address) == rendered.html.count(f'href="{address}"') == times


@pytest.mark.parametrize(("name", "language"), ALL)
def test_long_names_break_into_lines(app: Flask, name: str, language: str) -> None:
    title = "Att möta och stödja personer med omfattande funktionsnedsättning " * 3 + "& <fler> {mer}"
    person = "Anna-Karin Margareta von Oxenstierna-Lewenhaupt " * 2
    content = replace(_full(language), title=title, name=person, participant=person, reason=title)
    rendered = _rendered(app, name, content)
    assert all(len(line) <= 78 or "://" in line for line in rendered.text.splitlines())
    assert "<fler>" not in rendered.html
    assert _unclosed(rendered.html) == []


@pytest.mark.parametrize("name", EMAILS)
def test_a_mail_is_told_to_be_dark_where_its_reader_likes_that(app: Flask, name: str) -> None:
    html = _rendered(app, name, _full("sv")).html
    assert '<meta name="color-scheme" content="light dark" />' in html
    assert "@media (prefers-color-scheme: dark)" in html


@pytest.mark.parametrize("name", EMAILS)
def test_a_mail_loads_nothing_from_anywhere(app: Flask, name: str) -> None:
    html = _rendered(app, name, _full("sv")).html
    assert re.findall(r"""(?:src=|url\(|@import)\s*["']?\s*(?!data:)\w+""", html) == []


@pytest.mark.parametrize("by", ["participant", "booker", "coordinator", "manager", "deadline", "replacement"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_end_of_a_registration_has_its_own_words(app: Flask, by: str, language: str) -> None:
    rendered = _rendered(app, "registration_cancelled", replace(_full(language), by=by))
    others = _rendered(app, "registration_cancelled", replace(_full(language), by="organiser"))
    assert (rendered.text == others.text) == (by == "coordinator")
    _reads_well(rendered)


def _rendered(app: Flask, name: str, content: Content, link: str | None = LINK) -> Rendered:
    with app.app_context():
        return render(name, content, link, STOP if link and name in TOPIC_OF else None)


def _full(language: str) -> Content:
    days = [(new_id(), in_days(number), in_days(number, 15), f"Lokal {number}") for number in (10, 20)]
    return Content(
        name="Anna-Karin Öberg",
        email="anna@example.se",
        language=language,
        title="Delaktighet i vardagen",
        occasion_id=new_id(),
        registration_id=new_id(),
        sessions=(CourseSession(*days[0]),),
        removed=(CourseSession(*days[1]),),
        calendar=Entry("REQUEST", CourseSession(*days[0])),
        position=4,
        by="coordinator",
        reason="Föreläsaren är sjuk.",
        closes_on=date(2099, 1, 31),
        expires_at=in_days(3),
        in_group=True,
        participant="Bo Ek",
        members=(Member("Bo Ek", "waiting", 4), Member(None, "offered", None)),
        unnamed=2,
        bring="Egen dator med laddare, för vi arbetar i grupper hela dagen och delar dokument\nLunch",
        digest=Digest(
            date(2026, 1, 31),
            (DigestPlace("0126", None, 3, 2), DigestPlace("0180", "farsta", 1, 1)),
            (
                DigestOccasion(new_id(), "Kurs " * 30, True, in_days(40), in_days(30), 1, 2, 3),
                DigestOccasion(new_id(), "<b>Nätverk</b>", False, in_days(9), in_days(9), 0, 0, 0),
            ),
            2,
        ),
    )


def _reads_well(rendered: Rendered) -> None:
    lines = rendered.text.splitlines()
    assert rendered.subject
    assert "\n\n\n" not in rendered.text, "two empty lines in a row"
    assert all(len(line) <= 72 or "://" in line for line in lines), "a line is too long"
    assert not re.search(r"\{\{|\{%|None|Undefined| [,.!?]|\(\)", rendered.text)
    assert not re.search(r"\{\{|\{%|>None<|Undefined", rendered.html)


def _unclosed(html: str) -> list[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.open + parser.stray


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.stray: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in VOID:
            self.stray.append(tag)
