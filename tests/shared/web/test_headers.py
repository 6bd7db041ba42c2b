"""Headers: every answer carries them, problems and files included."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.shared.web.conftest import make_app

EVERYTHING = [
    "/registration/form",
    "/registration/nowhere",
    "/registration/api/broken",
    "/registration/assets/icon.svg",
]


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_answer_has_a_strict_content_security_policy(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", EVERYTHING)
def test_no_answer_tells_others_where_the_reader_was(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_pages_are_not_stored(client: FlaskClient) -> None:
    assert client.get("/registration/form").headers["Cache-Control"] == "no-store"


def test_https_is_held_to_where_it_is_used(fresh_database: Callable[[str, str], str]) -> None:
    app = make_app(fresh_database("registration", "sqlite"), base_url="https://kurs.example.se")
    answer = app.test_client().get("/registration/form")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_plain_http_promises_no_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/registration/form").headers
