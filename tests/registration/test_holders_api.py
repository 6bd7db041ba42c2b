"""What holders, bookers and managers do by API, each by their own link."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared import events
from tests.registration.office import Office
from tests.registration.samples import sample_group, sample_participant
from tests.staff import bearer, token_for

API = "/registration/api"
MANAGER = {"given_name": "Maria", "family_name": "Lund", "email": "maria.lund@huddinge.example"}


def test_a_group_is_registered_seen_named_and_cancelled(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=3)
    new = sample_group(sample_participant("Anna"), {})
    receipt = client.post(f"{API}/occasions/{occasion.id}/groups", json=new).json
    token = receipt["manage_url"].rpartition("/")[2]
    unnamed = receipt["members"][1]["id"]
    person = {**MANAGER, "token": token}
    assert client.post(f"{API}/registrations/{unnamed}/name", json=person).status_code == 200
    group = client.get(f"{API}/groups/{receipt['id']}?token={token}").json
    assert [item["given_name"] for item in group["members"]] == ["Anna", "Maria"]
    ended = client.post(f"{API}/groups/{receipt['id']}/cancel", json={"token": token})
    assert {item["status"] for item in ended.json["members"]} == {"cancelled"}


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ([], "members"),
        ([{"role": "nurse"}] * 61, "members"),
        ([{"role": "nurse", "given_name": "Anna"}], "members.0.email"),
        ([{"role": "nurse", **MANAGER}, {"role": "nurse", **MANAGER}], "members.1.email"),
        ([{}], "members.0.role"),
    ],
)
def test_a_wrong_group_is_refused_by_its_row(
    client: FlaskClient, web_office: Office, members: list[Any], field: str
) -> None:
    occasion = web_office.open_occasion(places=100)
    answer = client.post(f"{API}/occasions/{occasion.id}/groups", json=sample_group() | {"members": members})
    assert (answer.status_code, field in answer.json["errors"]) == (422, True), answer.json
    assert web_office.now(occasion).confirmed_count == 0


def test_without_the_link_nobody_sees_or_changes_a_registration(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    receipt = web_office.register(occasion)
    one = f"{API}/registrations/{receipt.id}"
    answers = [
        client.get(one),
        client.patch(one, json={"role": "nurse", "token": "fel"}),
        client.post(f"{one}/accept", json={}),
        client.post(f"{one}/decline", json={}),
        client.post(f"{one}/replace", json=MANAGER),
    ]
    assert {item.status_code for item in answers} == {403}
    assert len(web_office.events(events.ParticipantRegistered)) == 1


def test_the_holder_sees_changes_and_passes_on_the_place(client: FlaskClient, web_office: Office) -> None:
    receipt = web_office.register(web_office.open_occasion())
    one = f"{API}/registrations/{receipt.id}"
    assert client.patch(one, json={"role": "nurse", "token": receipt.token}).status_code == 200
    seen = client.get(one, headers=bearer(receipt.token)).json
    assert (seen["role"], seen["status"], seen["position"]) == ("nurse", "confirmed", None)
    passed = client.post(f"{one}/replace", json=MANAGER | {"token": receipt.token})
    assert (passed.status_code, passed.json["status"]) == (201, "confirmed")


def test_a_district_comes_with_its_municipality(client: FlaskClient, web_office: Office) -> None:
    receipt = web_office.register(web_office.open_occasion())
    change = {"district": "farsta", "token": receipt.token}
    answer = client.patch(f"{API}/registrations/{receipt.id}", json=change)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["municipality"])


def test_a_manager_answers_by_the_link(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(needs_approval=True)
    new = sample_participant(manager=MANAGER)
    answer = client.post(f"{API}/occasions/{occasion.id}/registrations", json=new)
    assert answer.json["status"] == "held"
    (asked,) = web_office.events(events.ApprovalRequested)
    link = f"{API}/approvals/{asked['token']}"
    assert client.get(link).json["given_name"] == "Anna"
    assert client.post(f"{link}/approve").json["status"] == "confirmed"
    assert client.post(f"{link}/decline", json={"reason": "Nej"}).status_code == 409


def test_a_warning_asks_for_confirmation(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    web_office.register(web_office.open_occasion())
    path = f"{API}/occasions/{occasion.id}/registrations"
    first = client.post(path, json=sample_participant(accept_warnings=False))
    assert (first.status_code, first.json["warnings"][0]["code"]) == (409, "clash")
    second = client.post(path, json=sample_participant())
    assert (second.status_code, second.json["warnings"][0]["code"]) == (201, "clash")


def test_a_coordinator_may_change_the_rules_of_an_activity(web_app: Flask, client: FlaskClient) -> None:
    headers = bearer(token_for(web_app))
    new = {"title": "Bemötande", "kind": "course", "form": "in_house", "target_roles": ["nurse", "nurse"]}
    activity = client.post(f"{API}/activities", json=new, headers=headers).json["id"]
    change = {"target_rule": "refuse", "certificate_percent": 80, "late_cancellation_days": 14}
    assert client.patch(f"{API}/activities/{activity}", json=change, headers=headers).status_code == 200
    assert client.patch(f"{API}/activities/{activity}", json=change).status_code == 401
