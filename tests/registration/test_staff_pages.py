"""Signing in and keeping accounts, as staff see it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.registration.app import create_app
from services.registration.settings import Settings
from services.registration.staff import accounts, passwords
from shared import clock, events
from shared.service import EXTENSION, transaction
from shared.settings import load
from tests.events import emitted
from tests.registration.browsing import send
from tests.staff import sign_in as as_staff

SIGN_IN = "/registration/sign-in"
PASSWORD, NEW = "tre små grisar", "fyra små grisar"


@pytest.fixture
def admin(web_app: Flask) -> str:
    """The first administrator's address."""
    with web_app.app_context(), transaction() as session:
        accounts.ensure_first_admin(session, "admin@example.se", PASSWORD)
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


def invite(client: FlaskClient, email: str = "karin@example.se", **more: str) -> TestResponse:
    """Send the form that invites a coordinator."""
    fields = {"name": "Karin", "email": email, "role": "coordinator", "language": "sv"} | more
    return send(client, "/registration/staff/new", **fields)


def mailed_links(app: Flask) -> list[str]:
    """The addresses of the links for choosing a password that were mailed, oldest first."""
    links = [event for event in emitted(app) if event.type is events.StaffLinkIssued]
    return [f"/registration/password/{event['token']}" for event in links]


def test_somebody_invited_chooses_a_password_by_the_link_in_the_letter(
    web_app: Flask, client: FlaskClient, admin: str
) -> None:
    sign_in(client, admin)
    invited = client.get(invite(client).location)
    (link,) = mailed_links(web_app)
    assert "Vi har skickat en inbjudan till karin@example.se" in invited.text
    assert link not in invited.text
    colleague = web_app.test_client()
    assert send(colleague, link, password=PASSWORD, again=PASSWORD).location == SIGN_IN
    assert sign_in(colleague, "karin@example.se").status_code == 303
    assert client.get(link).status_code == 410


def test_a_link_is_shown_once_where_no_letter_arrives(
    web_app: Flask, client: FlaskClient, admin: str
) -> None:
    sign_in(client, admin)
    page = invite(client).location.partition("?")[0]
    shown = send(client, f"{page}/password-link", page=page)
    link = re.search(r"<code>http://127\.0\.0\.1:8000(/registration/password/[^<]+)</code>", shown.text)
    assert link
    assert client.get(link[1]).status_code == 200
    assert [client.get(mailed).status_code for mailed in mailed_links(web_app)] == [410]


def forgotten(client: FlaskClient, email: str) -> TestResponse:
    """Ask for a link where one signs in."""
    return send(client, f"{SIGN_IN}/forgotten", email=email)


def test_who_has_forgotten_the_password_gets_a_letter_and_nobody_is_told_who_has_an_account(
    web_app: Flask, client: FlaskClient, admin: str
) -> None:
    known, unknown = forgotten(client, admin), forgotten(client, "nobody@example.se")
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(admin, "") == unknown.text.replace("nobody@example.se", "")
    (link,) = mailed_links(web_app)
    assert send(client, link, password=NEW, again=NEW).status_code == 303
    assert sign_in(client, admin, NEW).status_code == 303


@pytest.mark.parametrize("email", ["admin@example.se", "nobody@example.se"])
def test_asking_again_and_again_for_a_link_is_held_back(client: FlaskClient, admin: str, email: str) -> None:
    for _ in range(3):
        assert forgotten(client, email).status_code == 200
    assert forgotten(client, email).status_code == 429


def test_what_is_no_address_is_said_beside_the_field(client: FlaskClient, admin: str) -> None:
    answer = forgotten(client, "admin")
    assert answer.status_code == 422
    assert 'id="f-email-error"' in answer.text


def change_password(client: FlaskClient, old: str) -> TestResponse:
    """Send the form on one's own account."""
    return send(client, "/registration/account/password", old=old, password=NEW, again=NEW)


def test_a_changed_password_signs_out_every_other_browser(
    web_app: Flask, client: FlaskClient, admin: str
) -> None:
    other = web_app.test_client()
    sign_in(client, admin)
    sign_in(other, admin)
    changed = change_password(client, PASSWORD)
    assert "Ditt lösenord är ändrat" in client.get(changed.location).text
    assert other.get("/registration/account").status_code == 303
    assert sign_in(other, admin, NEW).status_code == 303


def test_a_password_is_not_changed_by_whoever_does_not_know_it(client: FlaskClient, admin: str) -> None:
    sign_in(client, admin)
    answer = change_password(client, "fel lösenord")
    assert answer.status_code == 422
    assert "Det är inte ditt nuvarande lösenord" in answer.text
    assert sign_in(client, admin).status_code == 303


def test_an_administrator_signs_somebody_out_everywhere(
    web_app: Flask, client: FlaskClient, admin: str
) -> None:
    sign_in(client, admin)
    page = invite(client).location.partition("?")[0]
    colleague = web_app.test_client()
    send(colleague, mailed_links(web_app)[0], password=PASSWORD, again=PASSWORD)
    sign_in(colleague, "karin@example.se")
    send(client, f"{page}/sign-out", page=page)
    assert colleague.get("/registration/account").status_code == 303


@pytest.mark.parametrize(
    ("settings", "later"),
    [({"session_idle_hours": 1}, timedelta(hours=1)), ({"session_days": 1}, timedelta(days=1))],
)
def test_a_session_ends_when_the_settings_say(
    fresh_database: Callable[[str, str], str], settings: dict[str, int], later: timedelta
) -> None:
    hours = {"session_idle_hours": 100} | settings
    given = {"database_url": fresh_database("registration", "sqlite"), "secret_key": "k" * 40} | hours
    app, began = create_app(load(Settings, log_level="error", **given)), clock.now()
    browsers = app.test_client(), app.test_client()
    for browser in browsers:
        with clock.at(began):
            as_staff(app, browser, "coordinator")
    with clock.at(began + later - timedelta(seconds=2)):
        assert browsers[0].get("/registration/representatives/").status_code == 200
    with clock.at(began + later):
        assert browsers[1].get("/registration/representatives/").status_code == 303
    app.extensions[EXTENSION].database.dispose()


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
        account = accounts.list_staff(session)[0]
        token = passwords.show_password_link(session, account.id)
    assert text in send(client, f"/registration/password/{token}", password=password, again=again).text


def test_a_representative_needs_a_municipality(client: FlaskClient, admin: str) -> None:
    sign_in(client, admin)
    assert "Välj vilken kommun" in invite(client, role="representative").text
    assert invite(client, role="representative", municipality="9999").status_code == 422
    assert invite(client, role="representative", municipality="0182").status_code == 303


def test_a_taken_address_is_said_beside_the_field(client: FlaskClient, admin: str) -> None:
    sign_in(client, admin)
    assert 'id="f-email-error"' in invite(client, admin).text


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
