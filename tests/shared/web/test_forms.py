"""Forms: what was written stays, and what is wrong is said on top and beside."""

import re

from flask.testing import FlaskClient

FORM = "/registration/form"


def test_a_wrong_form_keeps_what_was_written(client: FlaskClient, token: str) -> None:
    page = client.post(FORM, data={"csrf_token": token, "name": "A", "places": "många"}).text
    assert 'value="A"' in page
    assert 'value="många"' in page


def test_a_wrong_field_is_named_on_top_and_beside(client: FlaskClient, token: str) -> None:
    page = client.post(FORM, data={"csrf_token": token, "name": "", "places": "många"}).text
    assert '<a href="#f-places">Skriv ett heltal.</a>' in page
    assert '<p class="error" id="f-places-error">Skriv ett heltal.</p>' in page
    assert re.search(r'id="f-places"[^>]*aria-invalid="true" aria-describedby="f-places-error"', page)


def test_blanks_are_nothing(client: FlaskClient, token: str) -> None:
    page = client.post(FORM, data={"csrf_token": token, "name": "   "}).text
    assert "Fyll i det här fältet." in page


def test_what_was_written_is_never_markup(client: FlaskClient, token: str) -> None:
    page = client.post(FORM, data={"csrf_token": token, "name": '"><script>', "places": "x"}).text
    assert "<script>" not in page.replace("</script>", "")


def test_an_empty_row_is_left_out_and_errors_stay_on_their_row(client: FlaskClient, token: str) -> None:
    rows = {"sessions.0.room": "", "sessions.2.room": "Galaxen", "sessions.2.day": "2026-03-12"}
    page = client.post(FORM, data={"csrf_token": token, "name": "Anna", **rows}).text
    assert '<a href="#f-sessions-2-room">Skriv högst 5 tecken.</a>' in page
    assert "f-sessions-0-room-error" not in page


def test_rows_that_are_right_are_taken(client: FlaskClient, token: str) -> None:
    rows = {"sessions.1.room": "Solen", "sessions.1.day": "2026-03-12", "sessions.0.room": ""}
    assert client.post(FORM, data={"csrf_token": token, "name": "Anna", **rows}).status_code == 303
