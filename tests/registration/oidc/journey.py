"""A journey to the provider and back, and what may be seen after it."""

import re
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.registration.models.staff import StaffMember
from services.registration.staff import accounts
from shared.service import reading, transaction
from tests.registration.browsing import text_of
from tests.servers.oidc import Provider

BEGIN = "/registration/sign-in/oidc"
CALLBACK = f"{BEGIN}/callback"
ANNA = {"sub": "anna-there", "email": "Anna@example.se", "email_verified": True}
UNTRUSTED = "Vi kunde inte lita på svaret"


def add(app: Flask, email: str) -> UUID:
    with app.app_context(), transaction() as session:
        new = {"name": "Anna Ek", "email": email, "role": "coordinator"}
        return accounts.add_account(session, new).id


def begin(client: FlaskClient, provider: Provider, **query: str) -> str:
    """Go to the provider and sign in there; where it sends the browser."""
    answer = client.get(BEGIN, query_string=query)
    assert answer.status_code == 303, text_of(answer)
    back = urlsplit(provider.authorize(answer.location))
    return f"{back.path}?{back.query}"


def sign_in(client: FlaskClient, provider: Provider, **query: str) -> TestResponse:
    return client.get(begin(client, provider, **query))


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/registration/account").status_code == 200


def subject_of(app: Flask, account_id: UUID) -> str | None:
    with app.app_context(), reading() as session:
        return session.scalar(sa.select(StaffMember.oidc_subject).where(StaffMember.id == account_id))


def refused(
    app: Flask, client: FlaskClient, answer: TestResponse, account_id: UUID, status: int, says: str
) -> None:
    """Nobody is let in, nothing has changed, and the page says why without a word of the token."""
    assert (answer.status_code, is_signed_in(client)) == (status, False)
    assert says in text_of(answer)
    assert not re.search("anna(-there|@)", answer.text, re.IGNORECASE)
    assert subject_of(app, account_id) is None
