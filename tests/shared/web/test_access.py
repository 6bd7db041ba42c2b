"""Access: every route says who may call it, and nobody else gets in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared import events
from shared.auth import apply_access
from shared.service import transaction
from shared.web import PageBlueprint
from shared.web.access import AccessIsUndeclared, hold_to_declared
from shared.web.addresses import safe_next
from tests.staff import bearer, sign_in, token_for

OFFICE = "/registration/office"
THING = "/registration/api/things/0199d2a8-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 204), ("admin", 204), ("representative", 403), ("lecturer", 403)]
)
def test_a_role_opens_what_names_it(app: Flask, client: FlaskClient, role: str, status: int) -> None:
    assert client.delete(THING, headers=bearer(token_for(app, role))).status_code == status


@pytest.mark.parametrize("value", ["Bearer kf_unknown", "Bearer", "Basic YTpi", "kf_unknown", "Bearer \xff"])
def test_a_wrong_token_opens_nothing(client: FlaskClient, value: str) -> None:
    answer = client.delete(THING, headers={"Authorization": value})
    assert (answer.status_code, answer.json["type"]) == (401, "urn:kursforum:problem:sign_in_needed")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_page_for_staff_sends_others_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get(f"{OFFICE}?state=draft")
    assert answer.status_code == 303
    assert answer.location == "/registration/sign-in?next=%2Fregistration%2Foffice%3Fstate%3Ddraft"


def test_a_page_for_another_role_shows_nothing_of_itself(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client, "lecturer")
    answer = client.get(OFFICE)
    assert answer.status_code == 403
    assert '<form action=""' not in answer.text


def test_a_signed_in_coordinator_sees_the_office(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    assert client.get(OFFICE).status_code == 200


def test_a_raised_epoch_ends_every_session(app: Flask, client: FlaskClient) -> None:
    staff_id = sign_in(app, client)
    raised = events.StaffAccessChanged(
        staff_id,
        version=2,
        role="coordinator",
        municipality=None,
        contact_id=None,
        is_active=True,
        epoch=2,
        token_hashes=[],
    )
    with app.app_context(), transaction() as session:
        apply_access(session, raised)
    assert client.get(OFFICE).status_code == 303


def test_a_route_that_says_nothing_stops_the_start(app: Flask) -> None:
    pages = PageBlueprint("registration", "silent")
    pages.add_url_rule("/silent", "silent", lambda: "")
    app.register_blueprint(pages)
    with pytest.raises(AccessIsUndeclared, match="silent"):
        hold_to_declared(app)


@pytest.mark.parametrize("path", ["/reporting/", "/registration/staff/?q=1"])
def test_a_path_of_ours_is_safe_to_go_on_to(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        None,
        "/\t/evil.example",
        "evil",
    ],
)
def test_no_other_address_is(path: str | None) -> None:
    assert safe_next(path) is None
