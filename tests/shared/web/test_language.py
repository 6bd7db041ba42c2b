"""Language: by address, then as remembered, then by browser, else Swedish."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.i18n import gettext, in_language, lazy, ngettext

FORM = "/registration/form"


def test_swedish_is_spoken_to_who_says_nothing(client: FlaskClient) -> None:
    page = client.get(FORM).text
    assert '<html lang="sv">' in page
    assert "Hoppa till innehållet" in page


@pytest.mark.parametrize(
    ("wish", "language"), [("en-GB,en;q=0.9", "en"), ("fi,sv;q=0.5", "sv"), ("fi", "sv")]
)
def test_the_browsers_wish_is_heard(client: FlaskClient, wish: str, language: str) -> None:
    assert f'<html lang="{language}">' in client.get(FORM, headers={"Accept-Language": wish}).text


def test_a_chosen_language_is_remembered(client: FlaskClient) -> None:
    client.get(f"{FORM}?lang=en")
    assert '<html lang="en">' in client.get(FORM, headers={"Accept-Language": "sv"}).text


def test_an_unknown_language_is_not_remembered(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/registration/nowhere?lang=xx").headers


def test_a_page_offers_itself_in_the_other_language(client: FlaskClient) -> None:
    assert 'href="/registration/form?q=1&amp;lang=en"' in client.get(f"{FORM}?q=1").text


def test_a_lazy_text_is_translated_each_time_it_is_read(app: Flask) -> None:
    text = lazy("Course")
    with app.app_context():
        with in_language("en"):
            assert f"{text}" == "Course"
        assert str(text) == "Kurs"


def test_a_language_is_spoken_only_within_its_block(app: Flask) -> None:
    with app.app_context():
        with in_language("en"), in_language("sv"):
            assert gettext("Lecture") == "Föreläsning"
        assert gettext("Lecture") == "Föreläsning"


def test_a_text_without_translation_is_counted_in_english(app: Flask) -> None:
    with app.app_context():
        assert ngettext("%(number)s apple", "%(number)s apples", 2) == "2 apples"
        assert ngettext("%(number)s apple", "%(number)s apples", 1) == "1 apple"
