"""Every mail is HTML that no program has to mend, loads nothing, and can be read by day and in the dark."""

import pytest
from flask import Flask

from services.notifications.emails import EMAILS
from services.notifications.letters.content import Content
from services.notifications.letters.rendering import render
from services.notifications.letters.samples import sample, shown_sample
from shared.i18n import LANGUAGES
from tests.notifications.mail_colours import Colours
from tests.notifications.mail_rules import faults


@pytest.fixture
def app(web_app: Flask) -> Flask:
    """The look does not depend on the database."""
    return web_app


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_keeps_to_the_rules_of_html_and_of_mail(app: Flask, language: str) -> None:
    found = {name: faults(_full(app, name, language)) for name in EMAILS}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_does_a_mail_that_lacks_all_that_is_optional(app: Flask, language: str) -> None:
    found = {name: faults(_bare(app, name, language)) for name in EMAILS}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("is_dark", [False, True])
def test_every_word_stands_out_from_its_ground(app: Flask, is_dark: bool) -> None:
    found = {name: Colours(_full(app, name, "sv"), is_dark=is_dark).weak() for name in EMAILS}
    assert {name: weak for name, weak in found.items() if weak} == {}


@pytest.mark.parametrize(
    ("given", "instead", "fault"),
    [
        ("<p>", "<p><b>", "p ends inside ['b']"),
        ("</body>", "</span></body>", "grammar: Unexpected </span> end tag"),
        ("<!doctype html>", "", "grammar:"),
        ('<table class="facts"', '<table class="facts">Hej<tr', "text in table: Hej"),
        ("<p>", '<p id="x" id="y">', "id twice on p"),
        ('class="facts" role="presentation"', 'class="facts"', "a table for the look"),
        ("</p>", '<img src="cid:1"></p>', "a picture without words"),
        ("</p>", '<img alt="" src="https://x.example/1.gif"></p>', "img loads https://x.example/1.gif"),
        ("</p>", "<script></script></p>", "script in a mail"),
        ("<p>", '<p onclick="x()">', "onclick on p"),
        ("</p>", '<a href="https://x.example"></a></p>', "a link without words"),
        ("</p>", '<a href="javascript:x">x</a></p>', "a link that leads nowhere"),
        ("<p>", '<p style="background: url(//x.example/1)">', "p loads by its style"),
        ("<p>", "<h1>Hej</h1><p>", "2 main headings"),
        ("<title>", "<title> </title><title>", "no title"),
        ('<html lang="sv"', "<html", "no language"),
    ],
)
def test_a_mail_that_breaks_a_rule_is_found_out(app: Flask, given: str, instead: str, fault: str) -> None:
    html = _full(app, "registration_confirmed", "sv")
    assert given in html
    assert [found for found in faults(html.replace(given, instead, 1)) if fault in found]


@pytest.mark.parametrize(
    ("is_dark", "given", "instead"),
    [
        (False, "color: #14532d", "color: #8fbf9f"),
        (False, "color:#ffffff", "color:#5e9aa1"),
        (True, ".card div, .card .day, .card h1 { color: #e9f0ee !important; }", ""),
        (True, ".quiet div { color: #9fb0af !important; }", ""),
    ],
)
def test_words_that_are_hard_to_read_are_found_out(
    app: Flask, is_dark: bool, given: str, instead: str
) -> None:
    html = _full(app, "registration_confirmed", "sv")
    assert given in html
    assert Colours(html.replace(given, instead), is_dark=is_dark).weak()


def _full(app: Flask, name: str, language: str) -> str:
    with app.app_context():
        return shown_sample(name, sample(name, language)).html


def _bare(app: Flask, name: str, language: str) -> str:
    bare = Content(name="", email="a@example.se", language=language, title="Delaktighet i vardagen")
    with app.app_context():
        return render(name, bare, None).html
