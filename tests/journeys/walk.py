"""A walk through every page of a service, as its map of addresses has them."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import zip_longest
from threading import Thread
from typing import Any
from uuid import UUID

from flask import Flask, Response
from werkzeug.routing import Rule
from werkzeug.serving import WSGIRequestHandler, make_server

from services.registration.operations.sign_ins import open_sign_in, send_sign_in_link
from services.registration.participant_session import COOKIE, remember
from shared import clock, events
from shared.auth import apply_access
from shared.service import transaction
from shared.web.access import staff_cookie
from tests.contracts.inhabited import LECTURER, NOW, Inhabited
from tests.events import emitted
from tests.notifications import happenings
from tests.staff import access_of

NO_PAGE = re.compile(
    r"/api/|/docs$|/openapi|/healthz|/readyz|/metrics|/static|/assets|\.\w{2,5}$|/html$|/mailbox|/embed$|/preview/<|/sign-in/oidc"
)
# What a page is asked about beside its address.
ASKED = {
    "writing.new_message": {"occasion": str(happenings.OCCASION)},
    "region.typed_workplace": {"municipality": "0126", "name": "Gruppbostaden Solgården"},
    "office.choose_recipients": {"survey": "01890a5d-ac96-774b-bcce-b302099a8057", "title": "Behov 2027"},
}


class _Kept(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # the browser keeps its connections


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application at the time of what has happened in it; where."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    def then(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        with clock.at(NOW):
            return app.wsgi_app(environ, start_response)

    server = make_server("127.0.0.1", 0, then, threaded=True, request_handler=_Kept)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pages_of(house: Inhabited, which: str) -> list[str]:
    """The addresses of the pages whose endpoints begin so, with the ids of what is there."""
    rules = [
        rule
        for rule in house.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and re.match(which, rule.endpoint) and not NO_PAGE.search(rule.rule)
    ]
    return sorted({address for rule in rules for address in _addresses(rule, house)})


def _addresses(rule: Rule, house: Inhabited) -> Iterator[str]:
    known = {name: house.every(name, rule.rule, rule.endpoint) for name in rule.arguments}
    assert all(known.values()), f"let tests/contracts/inhabited.py know a value for each part of {rule.rule}"
    for values in zip_longest(*known.values()) if known else [()]:
        given = dict(zip(known, values, strict=True)) | ASKED.get(rule.endpoint, {})
        with house.app.test_request_context():
            yield str(house.app.url_map.bind("").build(rule.endpoint, given))


def cookie_of_staff(house: Inhabited) -> str:
    """The cookie of an administrator who is a lecturer too, and so may see all pages."""
    heard, response = access_of("admin", contact_id=LECTURER), Response()
    if account := house.every("account_id"):
        heard = replace(heard, subject=str(account[0]), version=100)
    with house.app.app_context(), clock.at(NOW):
        with transaction() as session:
            apply_access(session, heard)
        staff_cookie().write(response, UUID(heard.subject), 1)
    return _value(response)


def cookie_of_participant(app: Flask, email: str) -> tuple[str, str]:
    """The name and the cookie of somebody who has used their sign-in link."""
    response = Response()
    with app.app_context(), clock.at(NOW):
        with transaction() as session:
            send_sign_in_link(session, email)
        link = [event for event in emitted(app) if event.type is events.SignInLinkIssued][-1]
        with transaction() as session:
            remember(response, open_sign_in(session, link["token"]).id)
    return COOKIE, _value(response)


def _value(response: Response) -> str:
    return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
