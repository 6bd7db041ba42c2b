"""Accounts and tokens by API and by page, and the day a token was last used."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration.staff import accounts, tokens
from shared import clock, events
from shared.service import reading, transaction
from tests.events import emitted, handed
from tests.registration.browsing import send, text_of
from tests.staff import bearer, sign_in, token_for

API = "/registration/api"
KARIN = {"name": "Karin Lindgren", "email": "karin@example.se", "role": "coordinator"}
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def admin(web_app: Flask) -> dict[str, str]:
    """The headers of an administrator's program."""
    return bearer(token_for(web_app, "admin"))


def added(client: FlaskClient, admin: dict[str, str], **given: Any) -> dict[str, Any]:
    """An account made by API."""
    answer = client.post(f"{API}/staff", json=KARIN | given, headers=admin)
    assert answer.status_code == 201
    return dict(answer.json)


def test_an_account_is_made_changed_closed_and_opened(client: FlaskClient, admin: dict[str, str]) -> None:
    made = added(client, admin)
    assert (made["is_active"], made["has_password"]) == (True, False)
    one = f"{API}/staff/{made['id']}"
    change = {"role": "representative", "municipality": "0182"}
    assert client.patch(one, json=change, headers=admin).json["municipality"] == "0182"
    assert client.post(f"{one}/close", headers=admin).json["is_active"] is False
    assert client.post(f"{one}/password-link", headers=admin).status_code == 409
    assert client.post(f"{one}/open", headers=admin).json["is_active"] is True
    assert client.post(f"{one}/password-link", headers=admin).status_code == 202
    assert client.get(f"{API}/staff", headers=admin).json["total"] == 1


def test_an_invitation_by_api_is_mailed_and_its_link_not_told(
    web_app: Flask, client: FlaskClient, admin: dict[str, str]
) -> None:
    answer = added(client, admin)
    (link,) = [event for event in emitted(web_app) if event.type is events.StaffLinkIssued]
    assert link["token"] not in str(answer)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "king"}, "role"),
        ({"role": "representative"}, "municipality"),
        ({"municipality": "0182"}, "municipality"),
        ({"role": "lecturer", "contact_id": "0190a000-0000-7000-8000-00000000000c"}, "contact_id"),
        ({"email": "karin"}, "email"),
        ({"nickname": "Kajsa"}, "nickname"),
    ],
)
def test_a_wrong_change_is_refused_and_changes_nothing(
    client: FlaskClient, admin: dict[str, str], change: dict[str, str], field: str
) -> None:
    made = added(client, admin)
    answer = client.patch(f"{API}/staff/{made['id']}", json=change, headers=admin)
    assert answer.status_code == 422
    assert field in answer.json["errors"]
    assert client.get(f"{API}/staff/{made['id']}", headers=admin).json == made


def test_the_last_administrator_stays_by_api_too(
    web_app: Flask, client: FlaskClient, admin: dict[str, str]
) -> None:
    with web_app.app_context(), transaction() as session:
        accounts.ensure_first_admin(session, "admin@example.se", "tre små grisar")
        (only,) = accounts.list_staff(session)
    answer = client.patch(f"{API}/staff/{only.id}", json={"role": "coordinator"}, headers=admin)
    assert (answer.status_code, answer.json["type"].rpartition(":")[2]) == (409, "last_admin_must_stay")


@pytest.mark.parametrize("role", ["coordinator", "representative", "lecturer"])
def test_only_administrators_keep_accounts_and_tokens(web_app: Flask, client: FlaskClient, role: str) -> None:
    theirs = bearer(token_for(web_app, role))
    assert client.get(f"{API}/staff", headers=theirs).status_code == 403
    assert (
        client.post(f"{API}/tokens", json={"name": "x", "role": "admin"}, headers=theirs).status_code == 403
    )


def test_a_token_works_until_it_is_revoked(client: FlaskClient, admin: dict[str, str]) -> None:
    new = {"name": "Lärandekalendern", "role": "coordinator"}
    made = client.post(f"{API}/tokens", json=new, headers=admin).json
    program = bearer(made["token"])
    assert client.get(f"{API}/representatives", headers=program).status_code == 200
    assert client.delete(f"{API}/tokens/{made['id']}", headers=admin).status_code == 204
    assert client.get(f"{API}/representatives", headers=program).status_code == 401
    listed = client.get(f"{API}/tokens", headers=admin)
    assert made["token"] not in listed.text
    assert [(item["name"], item["is_active"]) for item in listed.json["items"]] == [(new["name"], False)]


def test_a_token_is_shown_once_and_revoked_by_its_page(web_app: Flask, client: FlaskClient) -> None:
    sign_in(web_app, client, "admin")
    pages = "/registration/staff/tokens"
    shown = send(client, f"{pages}/new", name="Lärandekalendern", role="coordinator")
    (token,) = re.findall(r"<code>(kf_[^<]+)</code>", shown.text)
    listed = client.get(f"{pages}/")
    assert token not in listed.text
    assert "Aldrig" in text_of(listed)
    (one,) = re.findall(rf'href="({pages}/[^"]+/revoke)"', listed.text)
    assert send(client, one).status_code == 303
    assert "Indragen" in text_of(client.get(f"{pages}/"))
    assert client.get(f"{API}/representatives", headers=bearer(token)).status_code == 401


def last_used(app: Flask) -> date | None:
    """The day that the list tells of the only token."""
    with app.app_context(), reading() as session:
        (token,) = tokens.list_tokens(session)
    return token.used_on


def test_the_last_day_of_use_is_known_whichever_service_was_called(
    web_app: Flask, client: FlaskClient
) -> None:
    with web_app.app_context(), transaction() as session:
        made = tokens.add_token(session, {"name": "Kalendern", "role": "coordinator"})
    assert last_used(web_app) is None
    with clock.at(NOON):
        client.get(f"{API}/representatives", headers=bearer(made.token))
    assert last_used(web_app) == NOON.date()
    for days in (3, 1):
        day = NOON.date() + timedelta(days=days)
        used = events.ReportingStaffTokenUsed(made.id, version=day.toordinal(), used_on=day)
        handed(web_app, used)
    assert last_used(web_app) == NOON.date() + timedelta(days=3)
