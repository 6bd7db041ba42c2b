"""CSRF: a write by cookie needs the token of a page of ours; a write by token does not."""

from flask import Flask
from flask.testing import FlaskClient

from tests.staff import bearer, sign_in, token_for

THING = "/registration/api/things/0199d2a8-0000-7000-8000-000000000000"


def test_a_form_with_its_token_is_taken(client: FlaskClient, token: str) -> None:
    assert client.post("/registration/form", data={"csrf_token": token, "name": "Anna"}).status_code == 303


def test_a_form_without_a_token_is_refused(client: FlaskClient, token: str) -> None:
    answer = client.post("/registration/form", data={"name": "Anna"})
    assert answer.status_code == 400
    assert "öppet för länge" in answer.text


def test_the_token_of_another_browser_is_refused(app: Flask, token: str) -> None:
    other = app.test_client()
    other.get("/registration/form")
    assert other.post("/registration/form", data={"csrf_token": token, "name": "Anna"}).status_code == 400


def test_the_cookie_is_the_services_own(app: Flask) -> None:
    cookie = app.test_client().get("/registration/form").headers["Set-Cookie"]
    assert cookie.startswith("kursforum_registration=")
    assert {"Path=/registration", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_page_without_a_form_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/registration/nowhere").headers


def test_an_api_write_by_the_staff_cookie_needs_the_token(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    assert client.delete(THING).status_code == 400


def test_an_api_write_by_the_staff_cookie_passes_with_the_token(
    app: Flask, client: FlaskClient, token: str
) -> None:
    sign_in(app, client)
    assert client.delete(THING, headers={"X-CSRF-Token": token}).status_code == 204


def test_an_api_write_by_token_needs_nothing_more(app: Flask, client: FlaskClient) -> None:
    assert client.delete(THING, headers=bearer(token_for(app))).status_code == 204
