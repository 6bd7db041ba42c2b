"""Failed events by API and by page, as every service has them."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.audit_log import Wanted, find_entries
from shared.envelope import encode
from shared.events import PAGE, StaffAccessChanged
from shared.inbox import Inbox
from shared.inbox.failures import troubles
from shared.service import EXTENSION, reading
from tests.registration.browsing import send, text_of
from tests.staff import access_of, bearer, sign_in, token_for

API, PAGES = "/registration/api/failed-events", "/registration/failed"


@pytest.fixture
def failed_id(app: Flask) -> UUID:
    """An event that no process survived."""
    return _parked(app, encode(access_of("lecturer")))


def _parked(app: Flask, body: bytes) -> UUID:
    known = set(_listed(app))
    Inbox(app.extensions[EXTENSION].database, PAGE, {StaffAccessChanged: _does_nothing}).park(
        [body], "killed"
    )
    (new,) = set(_listed(app)) - known
    return UUID(new)


def _does_nothing(*_: object) -> None:
    return None


def _listed(app: Flask) -> list[str]:
    answer = app.test_client().get(API, headers=bearer(token_for(app, "admin")))
    return [item["id"] for item in answer.json["items"]]


def _waiting(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return troubles(session)[0]


def test_an_administrator_lists_retries_and_discards_by_api(app: Flask, failed_id: UUID) -> None:
    client, headers = app.test_client(), bearer(token_for(app, "admin"))
    other = _parked(app, b"{}")
    assert client.post(f"{API}/{failed_id}/retry", headers=headers).status_code == 204
    refused = client.post(f"{API}/{other}/retry", headers=headers)
    assert (refused.status_code, refused.json["type"]) == (
        409,
        "urn:kursforum:problem:event_cannot_be_retried",
    )
    done = client.post(f"{API}/{other}/discard", headers=headers, json={"reason": "Skräp."})
    assert (done.status_code, _listed(app), _waiting(app)) == (204, [], 1)


@pytest.mark.parametrize("reason", [None, "", "  ", "a\nb", "a" * 501])
def test_nothing_is_discarded_without_a_reason(app: Flask, failed_id: UUID, reason: str | None) -> None:
    answer = app.test_client().post(
        f"{API}/{failed_id}/discard", headers=bearer(token_for(app, "admin")), json={"reason": reason}
    )
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["reason"])
    assert _listed(app) == [str(failed_id)]


def test_the_page_lets_the_event_be_tried_again_once(
    app: Flask, client: FlaskClient, failed_id: UUID
) -> None:
    anna = sign_in(app, client, "admin")
    page = f"{PAGES}/{failed_id}"
    assert "killed" in text_of(client.get(page))
    done = send(client, f"{page}/retry", page)
    assert (done.status_code, _waiting(app)) == (303, 1)
    assert "/registration/manage/flow?id=" in done.headers["Location"]
    assert client.get(page).status_code == 404
    with app.app_context(), reading() as session:
        (entry,) = find_entries(session, Wanted(staff_id=anna))[0]
    assert entry.action == "failed_event.retried"


def test_the_page_discards_only_for_a_reason(app: Flask, client: FlaskClient, failed_id: UUID) -> None:
    sign_in(app, client, "admin")
    page = f"{PAGES}/{failed_id}"
    answer = send(client, page, reason=" ")
    assert (answer.status_code, "Fyll i det här fältet." in text_of(answer)) == (422, True)
    assert send(client, page, reason="Rättad för hand.").status_code == 303
    assert (_listed(app), _waiting(app)) == ([], 0)


def test_a_form_of_another_site_does_nothing(app: Flask, client: FlaskClient, failed_id: UUID) -> None:
    sign_in(app, client, "admin")
    assert client.post(f"{PAGES}/{failed_id}/retry").status_code == 400
    assert client.post(f"{PAGES}/{failed_id}", data={"reason": "x"}).status_code == 400
    assert _listed(app) == [str(failed_id)]


def test_whoever_is_no_administrator_does_nothing(app: Flask, client: FlaskClient, failed_id: UUID) -> None:
    headers = bearer(token_for(app, "coordinator"))
    for path in (f"{API}/{failed_id}/retry", f"{API}/{failed_id}/discard"):
        assert client.post(path, headers=headers, json={"reason": "x"}).status_code == 403
    assert client.get(API, headers=headers).status_code == 403
    sign_in(app, client, "coordinator")
    assert client.get(f"{PAGES}/{failed_id}").status_code == 403


@pytest.mark.parametrize("query", ["", "?at=2026-03-12T12:00:00Z", "?trace=xyz", "?event=7", "?subjekt=a"])
def test_a_search_for_nothing_is_refused(app: Flask, query: str) -> None:
    answer = app.test_client().get(f"/registration/api/flow{query}", headers=bearer(token_for(app, "admin")))
    assert answer.status_code == 422


def test_the_flow_tells_where_the_event_stands(app: Flask, client: FlaskClient) -> None:
    event = access_of("lecturer")
    failed_id = _parked(app, encode(event))
    headers = bearer(token_for(app, "admin"))
    (item,) = client.get(f"/registration/api/flow?event={event.id}", headers=headers).json["received"]
    assert (item["state"], item["failed_id"], item["error"]) == ("failed", str(failed_id), "killed")
    asked = f"/registration/api/flow/received?events={event.id},{uuid4()}"
    assert client.get(asked, headers=headers).json == {"received": [item]}
    state = client.get("/registration/api/flow/state", headers=headers).json
    assert (state["figures"]["inbox_failed"], state["waiting"]) == (1, [])
