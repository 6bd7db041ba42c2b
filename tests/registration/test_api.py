"""The API as other systems are told of it."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_occasion, sample_participant, sample_session
from tests.staff import bearer, token_for

API = "/registration/api"


@pytest.fixture
def coordinator(web_app: Flask) -> dict[str, str]:
    """The headers of a coordinator's program."""
    return bearer(token_for(web_app))


def plain(new: dict[str, Any]) -> dict[str, Any]:
    """An occasion as JSON has it."""
    sessions = [
        {key: item.isoformat() if hasattr(item, "isoformat") else item for key, item in session.items()}
        for session in new["sessions"]
    ]
    return {**new, "sessions": sessions}


def test_the_main_path_runs_by_api(client: FlaskClient, coordinator: dict[str, str]) -> None:
    activity = client.post(f"{API}/activities", json=sample_activity(), headers=coordinator)
    assert activity.status_code == 201
    occasion = client.post(
        f"{API}/activities/{activity.json['id']}/occasions",
        json=plain(sample_occasion(places=1)),
        headers=coordinator,
    )
    assert (occasion.status_code, occasion.json["state"]) == (201, "draft")
    at = f"{API}/occasions/{occasion.json['id']}"
    assert client.post(f"{at}/publish", headers=coordinator).json["state"] == "published"
    first = client.post(f"{at}/registrations", json=sample_participant("Anna"))
    second = client.post(f"{at}/registrations", json=sample_participant("Bo"))
    assert (first.status_code, first.json["status"], first.json["position"]) == (201, "confirmed", None)
    assert (second.json["status"], second.json["position"]) == ("waiting", 1)
    assert first.json["manage_url"].startswith("http://127.0.0.1:8000/registration/registrations/")
    session = occasion.json["sessions"][0]["id"]
    attendance = client.put(
        f"{API}/sessions/{session}/attendance", json={"present": [first.json["id"]]}, headers=coordinator
    )
    assert (attendance.status_code, attendance.json["present"]) == (200, [first.json["id"]])
    assert client.post(f"{at}/complete", headers=coordinator).json["state"] == "completed"


@pytest.mark.parametrize("change", [{}, {"places": 4}])
def test_a_changed_draft_is_answered_with_its_days(
    client: FlaskClient, coordinator: dict[str, str], web_office: Office, change: dict[str, Any]
) -> None:
    draft = web_office.draft()
    answer = client.patch(f"{API}/occasions/{draft.id}", json=change, headers=coordinator)
    assert (answer.status_code, len(answer.json["sessions"])) == (200, 1)


def test_the_catalogue_lists_published_occasions_only(client: FlaskClient, web_office: Office) -> None:
    web_office.draft()
    occasion = web_office.open_occasion(places=7)
    listed = client.get(f"{API}/occasions").json
    assert (listed["total"], listed["page"], listed["pages"]) == (1, 1, 1)
    (item,) = listed["items"]
    assert (item["id"], item["title"], item["places_left"]) == (str(occasion.id), "Lågaffektivt bemötande", 7)
    assert item["sessions"][0]["venue"] == "Hornsgatan 20"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "network"}, 1),
        ({"kind": "lecture"}, 0),
        ({"q": "ÅLDRAS"}, 1),
        ({"q": "åldras funktions"}, 1),
        ({"q": "100%"}, 0),
        ({"from": "2026-03-12", "to": "2026-03-12"}, 1),
        ({"from": "2026-03-13"}, 0),
        ({"to": "2026-03-11"}, 0),
        ({"page": "2"}, 0),
    ],
)
def test_the_catalogue_can_be_narrowed(
    client: FlaskClient, web_office: Office, query: dict[str, str], found: int
) -> None:
    title = "Att åldras med funktionsnedsättning"
    activity = web_office.does("create_activity", sample_activity(title=title, kind="network"))
    late = datetime.fromisoformat("2026-03-12T23:30:00+01:00")
    draft = web_office.does("create_occasion", activity.id, {"places": 1, "sessions": [sample_session(late)]})
    web_office.does("publish_occasion", draft.id)
    assert len(client.get(f"{API}/occasions", query_string=query).json["items"]) == found


def test_a_draft_is_not_shown_to_the_public(client: FlaskClient, web_office: Office) -> None:
    answer = client.get(f"{API}/occasions/{web_office.draft().id}")
    assert (answer.status_code, answer.json["type"]) == (404, "urn:kursforum:problem:occasion_not_found")


def test_the_holder_cancels_with_the_token_of_the_link(client: FlaskClient, web_office: Office) -> None:
    anna, bo = web_office.fill(web_office.open_occasion(), "Anna", "Bo")
    by_body = client.post(f"{API}/registrations/{anna.id}/cancel", json={"token": anna.token})
    by_header = client.post(f"{API}/registrations/{bo.id}/cancel", headers=bearer(bo.token))
    assert [answer.json["status"] for answer in (by_body, by_header)] == ["cancelled"] * 2
    again = client.post(f"{API}/registrations/{anna.id}/cancel", json={"token": anna.token})
    assert (again.status_code, again.json["type"]) == (409, "urn:kursforum:problem:already_cancelled")


@pytest.mark.parametrize("proof", [{}, {"token": "wrong"}])
def test_without_the_right_token_nobody_cancels(
    client: FlaskClient, web_office: Office, proof: dict[str, str]
) -> None:
    occasion = web_office.open_occasion()
    anna = web_office.register(occasion)
    assert client.post(f"{API}/registrations/{anna.id}/cancel", json=proof).status_code == 403
    assert web_office.standing(occasion)["Anna"] == ("confirmed", None)


def test_a_lecturer_may_not_cancel_for_others(
    client: FlaskClient, web_app: Flask, web_office: Office
) -> None:
    anna = web_office.register(web_office.open_occasion())
    headers = bearer(token_for(web_app, "lecturer"))
    assert client.post(f"{API}/registrations/{anna.id}/cancel", headers=headers).status_code == 403


def test_the_coordinators_list_has_needs_and_positions(
    client: FlaskClient, web_office: Office, coordinator: dict[str, str]
) -> None:
    occasion = web_office.open_occasion(places=1)
    web_office.register(occasion, "Anna", needs="Glutenfritt")
    web_office.register(occasion, "Bo")
    at = f"{API}/occasions/{occasion.id}/registrations"
    listed = client.get(at, headers=coordinator).json["items"]
    assert [(item["given_name"], item["needs"], item["position"]) for item in listed] == [
        ("Anna", "Glutenfritt", None),
        ("Bo", "", 1),
    ]
    waiting = client.get(at, query_string={"status": "waiting"}, headers=coordinator).json
    assert (waiting["total"], waiting["items"][0]["given_name"]) == (1, "Bo")


def test_the_list_as_csv_is_safe_to_open(
    client: FlaskClient, web_office: Office, coordinator: dict[str, str]
) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion, "Åsa", workplace="=HYPERLINK(1)")
    answer = client.get(f"{API}/occasions/{occasion.id}/registrations.csv", headers=coordinator)
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["given_name"], row["workplace"]) == ("Åsa", "'=HYPERLINK(1)")
    assert (row["municipality"], row["status"]) == ("0126", "confirmed")


def test_the_list_as_a_workbook_has_names_and_no_formulas(
    client: FlaskClient, web_office: Office, coordinator: dict[str, str]
) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion, "Åsa", workplace="=1+1")
    answer = client.get(f"{API}/occasions/{occasion.id}/registrations.xlsx", headers=coordinator)
    sheet = load_workbook(io.BytesIO(answer.data)).active
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (cells["Kommun"].value, cells["Roll"].value) == ("Huddinge", "Baspersonal")
    assert (cells["Arbetsplats"].value, cells["Arbetsplats"].data_type) == ("=1+1", "s")


def test_an_occasion_is_changed_by_what_is_given(
    client: FlaskClient, web_office: Office, coordinator: dict[str, str]
) -> None:
    occasion = web_office.open_occasion(places=1, waiting_places=3)
    at = f"{API}/occasions/{occasion.id}"
    answer = client.patch(at, json={"places": 4}, headers=coordinator)
    assert answer.status_code == 200
    found = web_office.now(occasion)
    assert (found.places, found.waiting_places, found.version) == (4, 3, 3)


@pytest.mark.parametrize("path", ["activities", "occasions/{id}/publish", "occasions/{id}/complete"])
@pytest.mark.parametrize(("role", "status"), [(None, 401), ("representative", 403), ("lecturer", 403)])
def test_only_coordinators_change_the_catalogue(
    client: FlaskClient, web_app: Flask, web_office: Office, path: str, role: str | None, status: int
) -> None:
    occasion = web_office.draft()
    headers = bearer(token_for(web_app, role)) if role else {}
    answer = client.post(f"{API}/{path.format(id=occasion.id)}", json=sample_activity(), headers=headers)
    assert answer.status_code == status
    assert web_office.now(occasion).state == "draft"


def test_the_same_key_registers_once(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    at, headers = f"{API}/occasions/{occasion.id}/registrations", {"Idempotency-Key": "anna-1"}
    first, again = (client.post(at, json=sample_participant(), headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert web_office.now(occasion).confirmed_count == 1
