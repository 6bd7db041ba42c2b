"""Staff for tests: a bearer token that an application accepts, or a browser that is signed in."""

from collections.abc import Sequence
from uuid import UUID

from flask import Flask, Response
from flask.testing import FlaskClient

from shared import clock, events
from shared.auth import apply_access, fingerprint, new_token
from shared.auth.access import note_use
from shared.auth.cookie import NAME
from shared.envelope import Event
from shared.ids import random_id
from shared.service import transaction
from shared.web.access import staff_cookie


def token_for(
    app: Flask,
    role: str = "coordinator",
    municipality: str | None = None,
    contact_id: UUID | None = None,
) -> str:
    """A new member of staff of that role, as the service would have heard of them; returns their token."""
    token = new_token()
    heard = access_of(role, municipality, contact_id, [fingerprint(token)])
    _hear(app, heard)
    with app.app_context(), transaction() as session:
        note_use(session, UUID(heard.subject), clock.today())  # so that no call writes that it was used
    return token


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def sign_in(
    app: Flask,
    client: FlaskClient,
    role: str = "coordinator",
    municipality: str | None = None,
    contact_id: UUID | None = None,
) -> UUID:
    """Give the client's browser the cookie of a new member of staff; returns who that is."""
    heard = access_of(role, municipality, contact_id, [])
    _hear(app, heard)
    response = Response()
    with app.app_context():
        staff_cookie().write(response, UUID(heard.subject), 1)
    client.set_cookie(NAME, response.headers["Set-Cookie"].partition("=")[2].partition(";")[0])
    return UUID(heard.subject)


def access_of(
    role: str,
    municipality: str | None = None,
    contact_id: UUID | None = None,
    token_hashes: Sequence[str] = (),
) -> Event:
    """What a service hears of a new member of staff of that role."""
    return events.StaffAccessChanged(
        random_id(),
        version=1,
        role=role,
        municipality=municipality,
        contact_id=contact_id,
        is_active=True,
        epoch=1,
        token_hashes=list(token_hashes),
    )


def _hear(app: Flask, event: Event) -> None:
    with app.app_context(), transaction() as session:
        apply_access(session, event)
