"""Nobody gets in by a provider's lie, or by what was another's."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey

from shared import clock
from tests.registration.oidc.journey import BEGIN, CALLBACK, UNTRUSTED, begin, is_signed_in, refused, sign_in
from tests.servers.oidc import CLIENT, SECRET, Provider

NOW = clock.now().timestamp()
LIES: dict[str, dict[str, Any]] = {
    "another sign-in's nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "for somebody else": {"aud": "another"},
    "for somebody else, though we asked": {"aud": "another", "azp": CLIENT},
    "for no one": {"aud": None},
    "also for somebody else, who asked": {"aud": [CLIENT, "another"], "azp": "another"},
    "also for somebody else, and nobody asked": {"aud": [CLIENT, "another"]},
    "from somebody else": {"iss": "https://another.example"},
    "expired": {"exp": int(NOW) - 120},
    "without an end": {"exp": None},
    "from the future": {"iat": int(NOW) + 3600},
    "of no age": {"iat": None},
    "about nobody": {"sub": None},
    "about a subject without a name": {"sub": ""},
    "about a subject that no database takes": {"sub": "a\0b"},
    "about a subject that is too long": {"sub": "a" * 256},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies_lets_nobody_in(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID, lie: str
) -> None:
    provider.claims |= LIES[lie]
    refused(web_app, client, sign_in(client, provider), anna, 401, UNTRUSTED)


SIGNED: dict[str, Any] = {
    "by another key": ("RS256", lambda _provider: RSAKey.generate_key(2048, {"kid": "one"})),
    "by nobody": ("none", lambda _provider: None),
    "by the secret that both know": ("HS256", lambda _provider: OctKey.import_key(SECRET)),
    "by the public key as a secret": (
        "HS256",
        lambda provider: OctKey.import_key(str(provider.key.as_dict(private=False)["n"])),
    ),
}


@pytest.mark.parametrize("how", SIGNED)
def test_a_token_signed_otherwise_lets_nobody_in(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID, how: str
) -> None:
    algorithm, key = SIGNED[how]
    provider.header, provider.signs_with = {"alg": algorithm, "kid": "one"}, key(provider)
    refused(web_app, client, sign_in(client, provider), anna, 401, UNTRUSTED)


def test_an_answer_is_taken_once_and_in_the_browser_that_asked(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    back = begin(client, provider)
    other = web_app.test_client()
    refused(web_app, other, other.get(back), anna, 400, "Börja om")
    begin(other, provider)
    refused(web_app, other, other.get(back), anna, 400, "Börja om")
    assert client.get(back).status_code == 303
    client.post("/registration/sign-out")
    assert client.get(back).status_code == 400
    assert not is_signed_in(client)


def test_an_answer_that_comes_too_late_is_not_taken(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    with clock.at(clock.now() - timedelta(minutes=11)):
        back = begin(client, provider)
    refused(web_app, client, client.get(back), anna, 400, "Börja om")
    client.set_cookie("kursforum_language", "en")
    refused(web_app, client, client.get(back), anna, 400, "Begin again")


def test_a_code_of_another_sign_in_is_of_no_use(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    stolen = begin(web_app.test_client(), provider).partition("code=")[2].partition("&")[0]
    mine = begin(client, provider)
    state = mine.partition("state=")[2]
    answer = client.get(f"{CALLBACK}?code={stolen}&state={state}")
    refused(web_app, client, answer, anna, 401, UNTRUSTED)


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [("access_denied", 401, "Du loggades inte in där"), ("server_error", 503, "svarar inte")],
)
def test_who_is_not_let_in_there_is_told_so_here(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID, error: str, status: int, says: str
) -> None:
    state = begin(client, provider).partition("state=")[2]
    refused(web_app, client, client.get(f"{CALLBACK}?error={error}&state={state}"), anna, status, says)


DESCRIBED: dict[str, dict[str, Any]] = {
    "as another": {"issuer": "https://another.example"},
    "without TLS": {"token_endpoint": "http://another.example/token"},
    "without keys": {"jwks_uri": None},
}


@pytest.mark.parametrize("how", DESCRIBED)
def test_a_provider_that_describes_itself_wrongly_is_not_gone_to(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID, how: str
) -> None:
    provider.described = DESCRIBED[how]
    refused(web_app, client, client.get(BEGIN), anna, 503, "Din organisations inloggning svarar inte")


def test_a_provider_that_is_away_leaves_the_password(
    web_app: Flask, client: FlaskClient, provider: Provider, anna: UUID
) -> None:
    provider.answers = 302
    answer = client.get(BEGIN)
    refused(web_app, client, answer, anna, 503, "Din organisations inloggning svarar inte")
    assert 'action="/registration/sign-in"' in answer.text
