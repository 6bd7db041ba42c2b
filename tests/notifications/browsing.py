"""A browser that somebody of the staff is signed in with."""

from flask import Flask, Response
from flask.testing import FlaskClient

from shared import events
from shared.auth import apply_access
from shared.ids import random_id
from shared.service import transaction
from shared.web.access import staff_cookie


def signed_in(app: Flask, role: str = "coordinator") -> FlaskClient:
    """The browser of a new member of staff of that role."""
    staff_id = random_id()
    change = events.StaffAccessChanged(
        staff_id,
        version=1,
        role=role,
        municipality=None,
        contact_id=None,
        is_active=True,
        epoch=1,
        token_hashes=[],
    )
    answer, client = Response(), app.test_client()
    with app.app_context(), transaction() as session:
        apply_access(session, change)
        staff_cookie().write(answer, staff_id, 1)
    name, _, value = answer.headers["Set-Cookie"].partition(";")[0].partition("=")
    client.set_cookie(name, value)
    return client
