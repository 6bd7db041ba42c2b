"""Bad input: a clear message in the reader's language, and nothing changed."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration.counter import TOLD
from shared import clock
from tests.events import emitted
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant
from tests.staff import bearer, token_for

API = "/registration/api"
SWEDISH, ENGLISH = {"Accept-Language": "sv"}, {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("field", "value", "swedish"),
    [
        ("municipality", "9999", "Välj en av regionens kommuner."),
        ("municipality", "Huddinge", "Välj en av regionens kommuner."),
        ("municipality", 126, "Det här ska vara text."),
        ("district", "farsta", "Kommunen har ingen sådan stadsdel."),
        ("email", "anna", "Skriv en e-postadress, till exempel namn@exempel.se."),
        ("email", "anna@huddinge.example\nBcc: x@y.example", None),
        ("given_name", "", None),
        ("given_name", "A" * 101, None),
        ("given_name", "An\x01na", "Texten har tecken som inte kan sparas."),
        ("role", "king", "Välj ett av alternativen."),
        ("employer", None, "Fyll i det här fältet."),
        ("needs", ["mat"], "Det här ska vara text."),
        ("language", "xx", "Välj ett av alternativen."),
        ("shoe_size", 42, "Det finns inget sådant fält."),
    ],
)
def test_a_wrong_field_is_named(
    client: FlaskClient, web_office: Office, field: str, value: Any, swedish: str | None
) -> None:
    occasion = web_office.open_occasion()
    before = len(emitted(web_office.app))
    answer = client.post(
        f"{API}/occasions/{occasion.id}/registrations",
        json=sample_participant() | {field: value},
        headers=SWEDISH,
    )
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert list(answer.json["errors"]) == [field]
    if swedish:
        assert answer.json["errors"][field] == [swedish]
    assert len(emitted(web_office.app)) == before


@pytest.mark.parametrize("district", [None, "", "solna"])
def test_a_city_with_districts_needs_one_of_them(
    client: FlaskClient, web_office: Office, district: str | None
) -> None:
    occasion = web_office.open_occasion()
    new = sample_participant(municipality="0180", district=district)
    answer = client.post(f"{API}/occasions/{occasion.id}/registrations", json=new, headers=ENGLISH)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["district"])


def refusal(client: FlaskClient, occasion_id: Any, language: dict[str, str], name: str = "Anna") -> Any:
    """The problem that a registration is answered with."""
    answer = client.post(
        f"{API}/occasions/{occasion_id}/registrations", json=sample_participant(name), headers=language
    )
    assert answer.status_code == answer.json["status"]
    return answer.status_code, answer.json["title"]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (SWEDISH, "Du är redan anmäld till det här kurstillfället."),
        (ENGLISH, "You are already registered for this occasion."),
    ],
)
def test_the_same_person_twice(
    client: FlaskClient, web_office: Office, language: dict[str, str], title: str
) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion)
    assert refusal(client, occasion.id, language) == (409, title)
    assert web_office.now(occasion).confirmed_count == 1


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (SWEDISH, "Både kurstillfället och reservlistan är fulla."),
        (ENGLISH, "The occasion is full, and so is its waiting list."),
    ],
)
def test_a_full_waiting_list(
    client: FlaskClient, web_office: Office, language: dict[str, str], title: str
) -> None:
    occasion = web_office.open_occasion(places=1, waiting_places=0)
    web_office.register(occasion, "Bo")
    assert refusal(client, occasion.id, language) == (409, title)


def test_a_passed_deadline_and_a_closed_occasion(client: FlaskClient, web_office: Office) -> None:
    late = web_office.open_occasion(closes_at=clock.now() - timedelta(minutes=1))
    cancelled = web_office.open_occasion()
    web_office.does("cancel_occasion", cancelled.id, "Inställt.")
    for occasion in (late, cancelled):
        assert refusal(client, occasion.id, SWEDISH) == (
            409,
            "Anmälan till det här kurstillfället är stängd.",
        )


@pytest.mark.parametrize(
    "change",
    [
        {"places": 0},
        {"places": "många"},
        {"places": 2.5},
        {"places": 10**12},
        {"waiting_places": -1},
        {"closes_at": "2026-03-12T09:00:00"},
        {"closes_at": "0001-01-01T00:00:00+23:59"},
        {"sessions": []},
        {
            "sessions": [
                {"starts_at": "2026-03-12T09:00:00Z", "ends_at": "2026-03-12T09:00:00Z", "venue": "A"}
            ]
        },
        {"sessions": {}},
    ],
)
def test_a_wrong_change_of_an_occasion_is_refused(
    client: FlaskClient, web_app: Flask, web_office: Office, change: dict[str, Any]
) -> None:
    occasion = web_office.open_occasion()
    at, headers = f"{API}/occasions/{occasion.id}", bearer(token_for(web_app))
    answer = client.patch(at, json=change, headers=headers)
    assert answer.status_code == 422
    assert any(name.startswith(next(iter(change))) for name in answer.json["errors"])
    assert web_office.now(occasion).version == 2


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "opera"), ("form", ""), ("area", "Fiske"), ("fee", -1), ("title", "  ")]
)
def test_a_wrong_activity_is_refused(client: FlaskClient, web_app: Flask, field: str, value: Any) -> None:
    new = sample_activity() | {field: value}
    answer = client.post(f"{API}/activities", json=new, headers=bearer(token_for(web_app)))
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_attendance_of_strangers_is_refused_and_names_them(
    client: FlaskClient, web_app: Flask, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=1)
    _anna, bo = web_office.fill(occasion, "Anna", "Bo")
    answer = client.put(
        f"{API}/sessions/{occasion.sessions[0].id}/attendance",
        json={"present": [str(bo.id)]},
        headers=bearer(token_for(web_app)),
    )
    assert answer.status_code == 422
    assert str(bo.id) in answer.json["errors"]["present"][0]


@pytest.mark.parametrize(
    "query", [{"from": "i morgon"}, {"to": "9999-12-31"}, {"kind": "opera"}, {"page": "0"}, {"page": "x"}]
)
def test_a_wrong_filter_is_named(client: FlaskClient, query: dict[str, str]) -> None:
    answer = client.get(f"{API}/occasions", query_string=query)
    assert (answer.status_code, list(answer.json["errors"])) == (422, list(query))


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "same"}])
def test_whoever_was_told_of_too_many_registrations_must_wait(
    client: FlaskClient, web_office: Office, headers: dict[str, str]
) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion)
    at = f"{API}/occasions/{occasion.id}/registrations"
    for _ in range(TOLD.tries):
        assert client.post(at, json=sample_participant(), headers=headers).status_code == 409
    stranger = client.post(at, json=sample_participant("Bo"))
    assert stranger.status_code == 429
    assert int(stranger.headers["Retry-After"]) > 500
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert client.post(at, json=sample_participant("Bo")).status_code == 201
