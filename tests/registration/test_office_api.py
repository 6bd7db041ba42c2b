"""The office's work by API."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant
from tests.staff import token_for

API = "/registration/api"


class Caller:
    """A program with a coordinator's token."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token_for(app)}"}

    def __call__(self, method: str, path: str, **options: Any) -> TestResponse:
        """Call an address of the API."""
        return self.client.open(f"{API}{path}", method=method, headers=self.headers, **options)


@pytest.fixture
def call(web_app: Flask, client: FlaskClient) -> Caller:
    """A coordinator's program."""
    return Caller(web_app, client)


def test_every_state_is_listed_with_notes_and_filters(call: Caller, web_office: Office) -> None:
    draft = web_office.draft()
    web_office.open_occasion()
    assert call("PUT", f"/occasions/{draft.id}/note", json={"note": "Ring lokalen."}).json == {
        "note": "Ring lokalen."
    }
    found = call("GET", "/office/occasions?state=draft&sort=-title").json
    assert [(item["id"], item["note"]) for item in found["items"]] == [(str(draft.id), "Ring lokalen.")]
    assert call("GET", "/office/occasions").json["total"] == 2
    assert call("GET", "/office/occasions?sort=wealth").status_code == 422


def test_the_office_registers_past_what_others_are_refused(call: Caller, web_office: Office) -> None:
    rule = sample_activity(target_roles=("nurse",), target_rule="refuse")
    occasion = web_office.open_occasion(web_office.does("create_activity", rule).id)
    person, path = sample_participant(), f"/occasions/{occasion.id}/registrations"
    assert call("POST", path, json=person).json["type"].endswith("not_for_this_role")
    warned = call("POST", f"/office{path}", json=person | {"accept_warnings": False})
    assert (warned.status_code, warned.json["warnings"][0]["code"]) == (409, "role")
    assert call("POST", f"/office{path}", json=person).status_code == 201


def test_a_coordinator_is_told_of_the_person_who_is_registered_already(
    call: Caller, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion)
    refused = call("POST", f"/office/occasions/{occasion.id}/registrations", json=sample_participant())
    assert (refused.status_code, refused.json["type"]) == (409, "urn:kursforum:problem:already_registered")
    assert refused.json["title"] == "Personen är redan anmäld till kurstillfället."
    assert "detail" not in refused.json


def test_several_are_noted_and_cancelled_all_or_none(call: Caller, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    ids = [str(item.id) for item in web_office.fill(occasion, "Anna", "Bo")]
    path = f"/occasions/{occasion.id}/registrations"
    assert call("PUT", f"{path}/note", json={"ids": ids, "note": "Buss."}).json == {"count": 2}
    stranger = [*ids, "01a202c4-9489-7030-9b59-ae5e844243a8"]
    assert call("POST", f"{path}/cancel", json={"ids": stranger}).status_code == 404
    assert call("GET", f"{path}?status=confirmed&sort=-name").json["items"][1]["note"] == "Buss."
    assert call("POST", f"{path}/cancel", json={"ids": ids}).json == {"count": 2}


def test_dates_are_seen_and_then_made(call: Caller, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    days = call("GET", "/office/dates?first_day=2027-02-02&every_weeks=2&count=2").json["days"]
    assert days == ["2027-02-02", "2027-02-16"]
    rule = {"first_day": days[0], "starts": "09:00", "ends": "12:00", "venue": "Digitalt", "count": 2}
    made = call("POST", f"/occasions/{occasion.id}/repeat", json=rule)
    assert [item["state"] for item in made.json["occasions"]] == ["draft", "draft"]
    copy = call("POST", f"/occasions/{occasion.id}/duplicate", json={"first_day": "2027-03-01"})
    assert copy.json["sessions"][0]["starts_at"].startswith("2027-03-01")


def test_a_list_is_tried_and_then_registered(call: Caller, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1)
    people = [sample_participant(name) for name in ("Anna", "Bo")]
    path = f"/occasions/{occasion.id}/registrations/import"
    tried = call("POST", path, json={"participants": people, "dry_run": True}).json
    assert (tried["places"], tried["waiting"], web_office.standing(occasion)) == (1, 1, {})
    assert call("POST", path, json={"participants": people}).status_code == 200
    again = call("POST", path, json={"participants": people})
    assert (again.status_code, sorted(again.json["errors"])) == (422, ["participants.0", "participants.1"])
