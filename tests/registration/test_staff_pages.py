"""Signing in and keeping accounts, as staff see it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.registration import staff_accounts, staff_passwords
from shared.service import transaction
from tests.registration.browsing import send
from tests.staff import sign_in as as_staff

SIGN_IN = "/registration/sign-in"
PASSWORD = "tre små grisar"


@pytest.fixture
def admin(web_app: Flask) -> str:
    """The first administrator's address."""
    with web_app.app_context(), transaction() as session:
        staff_accounts.ensure_first_admin(session, "admin@example.se", PASSWORD)
    return "admin@example.se"


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Send the sign-in form."""
    return send(client, SIGN_IN, email=email, password=password, **more)


def test_the_right_password_opens_the_page_that_was_wanted(client: FlaskClient, admin: str) -> None:
    answer = sign_in(client, admin, next="/registration/staff/")
    assert (answer.status_code, answer.location) == (303, "/registration/staff/")
    assert client.get("/registration/staff/").status_code == 200


def test_nobody_is_sent_to_another_site(client: FlaskClient, admin: str) -> None:
    assert sign_in(client, admin, next="//evil.example").location == "/registration/manage/"


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client: FlaskClient, admin: str) -> None:
    wrong, unknown = sign_in(client, admin, "fel"), sign_in(client, "nobody@example.se")
    assert wrong.status_code == unknown.status_code == 401
    secrets = r'value="[^"]*"'
    assert re.sub(secrets, "", wrong.text) == re.sub(secrets, "", unknown.text)


def test_the_password_is_never_shown_again(client: FlaskClient, admin: str) -> None:
    assert "fel lösenord" not in sign_in(client, admin, "fel lösenord").text


def test_guessing_is_held_back_even_with_the_right_password(client: FlaskClient, admin: str) -> None:
    for _ in range(10):
        assert sign_in(client, admin, "fel").status_code == 401
    held = sign_in(client, admin)
    assert held.status_code == 429
    assert "För många försök" in held.text


def test_signing_out_ends_the_session_here(client: FlaskClient, admin: str) -> None:
    sign_in(client, admin)
    client.post("/registration/sign-out")
    assert client.get("/registration/staff/").status_code == 303


def test_another_site_cannot_sign_anybody_out(client: FlaskClient) -> None:
    answer = client.post("/registration/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400


def test_signing_out_everywhere_ends_the_other_browser_too(
    web_app: Flask, client: FlaskClient, admin: str
) -> None:
    other = web_app.test_client()
    sign_in(client, admin)
    sign_in(other, admin)
    send(client, "/registration/account/sign-out-everywhere", page="/registration/account")
    assert other.get("/registration/account").status_code == 303


def test_a_new_colleague_chooses_a_password_by_the_link_shown_once(
    web_app: Flask, client: FlaskClient, admin: str
) -> None:
    sign_in(client, admin)
    shown = send(
        client, "/registration/staff/new", name="Karin", email="karin@example.se", role="coordinator"
    )
    link = re.search(r"<code>http://127\.0\.0\.1:8000(/registration/password/[^<]+)</code>", shown.text)
    assert link
    colleague = web_app.test_client()
    assert send(colleague, link[1], password=PASSWORD, again=PASSWORD).location == SIGN_IN
    assert sign_in(colleague, "karin@example.se").status_code == 303
    assert client.get(link[1]).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "text"),
    [
        ("kort", "kort", "Skriv mellan 12 och 200 tecken."),
        (PASSWORD, "tre stora", "Lösenorden är inte lika."),
    ],
)
def test_a_password_must_be_long_and_twice_the_same(
    web_app: Flask, client: FlaskClient, admin: str, password: str, again: str, text: str
) -> None:
    with web_app.app_context(), transaction() as session:
        account = staff_accounts.list_staff(session)[0]
        token = staff_passwords.issue_password_link(session, account.id)
    assert text in send(client, f"/registration/password/{token}", password=password, again=again).text


def test_a_representative_needs_a_municipality(client: FlaskClient, admin: str) -> None:
    sign_in(client, admin)
    fields = {"name": "Mats", "email": "mats@example.se", "role": "representative"}
    assert "Välj vilken kommun" in send(client, "/registration/staff/new", **fields).text
    assert send(client, "/registration/staff/new", **fields, municipality="9999").status_code == 422
    assert "<code>" in send(client, "/registration/staff/new", **fields, municipality="0182").text


def test_a_taken_address_is_said_beside_the_field(client: FlaskClient, admin: str) -> None:
    sign_in(client, admin)
    page = send(client, "/registration/staff/new", name="Karin", email=admin, role="admin").text
    assert 'id="f-email-error"' in page


def test_the_last_administrator_cannot_be_closed(client: FlaskClient, admin: str) -> None:
    sign_in(client, admin)
    one = re.search(r'href="(/registration/staff/[0-9a-f-]{36})"', client.get("/registration/staff/").text)
    assert one
    answer = send(client, f"{one[1]}/closed", page=one[1])
    assert answer.status_code == 409
    assert "enda administratören" in answer.text


@pytest.mark.parametrize("role", ["coordinator", "representative", "lecturer"])
def test_only_administrators_see_the_accounts(
    web_app: Flask, client: FlaskClient, admin: str, role: str
) -> None:
    as_staff(web_app, client, role)
    answer = client.get("/registration/staff/")
    assert answer.status_code == 403
    assert admin not in answer.text
