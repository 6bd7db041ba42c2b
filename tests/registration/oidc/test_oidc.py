"""Staff sign in with an account kept elsewhere, if they have one here."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from services.registration.models.staff import StaffMember
from services.registration.settings import Settings
from services.registration.staff import accounts
from shared import clock
from shared.audit import audit_entries
from shared.service import reading, transaction
from shared.settings import SettingsAreWrong, load
from tests.applications import Applications
from tests.registration.browsing import text_of
from tests.registration.conftest import MakeDatabase
from tests.registration.oidc.journey import BEGIN, CALLBACK, begin, is_signed_in, refused, sign_in, subject_of
from tests.servers.oidc import Provider


def test_who_has_an_account_here_signs_in_with_the_one_there(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    assert "Logga in med kommunens konto" in text_of(client.get("/registration/sign-in"))
    answer = sign_in(client, provider, next="/registration/staff/")
    assert (answer.status_code, answer.location) == (303, "/registration/staff/")
    assert is_signed_in(client)
    assert subject_of(web_app, anna) == "anna-there"
    with web_app.app_context(), reading() as session:
        entry = session.execute(
            sa.select(audit_entries).where(audit_entries.c.action == "staff.signed_in")
        ).one()
    assert (entry.staff_id, entry.subject, entry.details) == (anna, str(anna), {"how": "oidc"})


def test_nobody_is_sent_on_to_another_site(client: FlaskClient, provider: Provider, anna: UUID) -> None:
    assert sign_in(client, provider, next="//evil.example").location == "/registration/manage/"


def test_from_the_second_time_the_subject_decides_and_not_the_address(
    client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    sign_in(client, provider)
    client.post("/registration/sign-out")
    provider.claims |= {"email": "anna.ny@example.se", "email_verified": False}
    sign_in(client, provider)
    assert is_signed_in(client)


def test_the_providers_description_is_asked_for_once_an_hour(
    client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    for _time in range(2):
        sign_in(client, provider)
    assert sorted(set(provider.asked)) == ["/.well-known/openid-configuration", "/jwks", "/token"]
    assert len(provider.asked) == 4
    with clock.at(clock.now() + timedelta(minutes=61)):
        begin(client, provider)
    assert len(provider.asked) == 5


def test_a_new_key_of_the_provider_is_asked_for(client: FlaskClient, provider: Provider, anna: UUID) -> None:
    sign_in(client, provider)
    client.post("/registration/sign-out")
    old, provider.key = provider.key, RSAKey.generate_key(2048, {"kid": "two"})
    provider.header = {"alg": "RS256", "kid": "two", "unknown": "ignored"}
    with clock.at(clock.now() + timedelta(minutes=2)):
        sign_in(client, provider)
    provider.key = old
    assert is_signed_in(client)


PEOPLE: dict[str, tuple[dict[str, Any], str]] = {
    "an address that is not verified": ({"email_verified": False}, "har inte bekräftat din e-postadress"),
    "an address verified in words": ({"email_verified": "true"}, "har inte bekräftat din e-postadress"),
    "an address nobody has here": ({"email": "okand@example.se"}, "Du har inget konto här"),
    "no address": ({"email": None}, "Du har inget konto här"),
    "an address no database takes": ({"email": "anna@example.se\0"}, "Du har inget konto här"),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_has_no_account_here_is_told_so(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID, who: str
) -> None:
    provider.claims |= PEOPLE[who][0]
    refused(web_app, client, sign_in(client, provider), anna, 403, PEOPLE[who][1])


def test_an_account_of_another_subject_is_not_taken_over(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    sign_in(client, provider)
    client.post("/registration/sign-out")
    provider.claims["sub"] = "somebody-else"
    answer = sign_in(client, provider)
    assert answer.status_code == 403
    assert "hör ihop med ett annat konto" in text_of(answer)
    assert (is_signed_in(client), subject_of(web_app, anna)) == (False, "anna-there")


def test_a_closed_account_is_closed_however_one_comes(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    sign_in(client, provider)
    client.post("/registration/sign-out")
    with web_app.app_context(), transaction() as session:
        session.execute(sa.update(StaffMember).where(StaffMember.id == anna).values(is_active=False))
    answer = sign_in(client, provider)
    assert (answer.status_code, is_signed_in(client)) == (403, False)
    assert "Du har inget konto här" in text_of(answer)


def test_an_account_closed_and_opened_again_may_be_tied_anew(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    sign_in(client, provider)
    with web_app.app_context(), transaction() as session:
        accounts.set_active(session, anna, False)
        accounts.set_active(session, anna, True)
    assert not is_signed_in(client)
    provider.claims["sub"] = "anna-by-another-provider"
    sign_in(client, provider)
    assert (is_signed_in(client), subject_of(web_app, anna)) == (True, "anna-by-another-provider")


def test_another_address_ends_the_tie_to_the_one_who_had_the_old(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    sign_in(client, provider)
    client.post("/registration/sign-out")
    with web_app.app_context(), transaction() as session:
        accounts.change_account(session, anna, {"email": "bo@example.se"})
    refused(web_app, client, sign_in(client, provider), anna, 403, "Du har inget konto här")


def test_without_a_provider_there_is_neither_button_nor_address(
    applications: Applications, fresh_database: MakeDatabase
) -> None:
    with applications.lend("registration", fresh_database("registration", "sqlite")) as app:
        client = app.test_client()
        assert "Eller logga in" not in text_of(client.get("/registration/sign-in"))
        assert client.get(BEGIN).status_code == client.get(CALLBACK).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_issuer": "https://id.example.se"},
        {"oidc_client_secret": "s"},
        {"oidc_issuer": "http://id.example.se", "oidc_client_id": "k", "oidc_name": "Logga in"},
    ],
)
def test_half_a_provider_or_one_without_tls_does_not_start(given: dict[str, str]) -> None:
    with pytest.raises(SettingsAreWrong, match="OIDC_ISSUER"):
        load(Settings, database_url="sqlite://", secret_key="k" * 40, **given)
