"""A browser without a window: reads pages, and sends their forms as they were given."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared import events
from shared.auth import apply_access
from shared.ids import random_id
from shared.service import transaction
from shared.web.access import staff_cookie

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def send(client: FlaskClient, address: str, page: str | None = None, **fields: object) -> TestResponse:
    """Open the page with the form, fill it in and send it; `page` where it lies elsewhere."""
    shown = client.get(page or address)
    token = _TOKEN.search(shown.text)
    assert token, shown.text
    return client.post(address, data={"csrf_token": token[1], **fields})


def text_of(response: TestResponse) -> str:
    """What the page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def sign_in(app: Flask, client: FlaskClient, role: str = "coordinator") -> None:
    """Give the browser the cookie of a member of staff."""
    staff_id = random_id()
    access = events.StaffAccessChanged(
        staff_id,
        version=1,
        role=role,
        municipality=None,
        contact_id=None,
        is_active=True,
        epoch=1,
        token_hashes=[],
    )
    with app.app_context(), transaction() as session:
        apply_access(session, access)
    with app.test_request_context():
        answer = app.response_class()
        staff_cookie().write(answer, staff_id, 1)
    name, value = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)
    client.set_cookie(name, value)
