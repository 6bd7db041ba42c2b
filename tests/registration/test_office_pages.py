"""The pages of the office, from a draft to a held course."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office

MANAGE = "/registration/manage"
FILLED = {
    "title": "Nätverk för enhetschefer",
    "kind": "network",
    "form": "in_house",
    "places": "25",
    "closes_on": "2027-03-01",
    "sessions.0.day": "2027-03-11",
    "sessions.0.starts": "09:00",
    "sessions.0.ends": "12:00",
    "sessions.0.venue": "Hornsgatan 20",
}


@pytest.fixture
def office_client(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def test_a_course_is_made_published_and_listed(office_client: FlaskClient, web_office: Office) -> None:
    made = send(office_client, f"{MANAGE}/occasions/new", **FILLED)
    assert made.status_code == 303
    assert "Publicera" in text_of(office_client.get(made.location))
    send(office_client, f"{made.location}/publish", page=made.location)
    listed = text_of(office_client.get(f"{MANAGE}/occasions"))
    assert "Nätverk för enhetschefer" in listed
    assert "0 av 25" in listed
    assert "11 mars 2027" in listed


def test_times_are_read_by_the_swedish_clock(office_client: FlaskClient) -> None:
    made = send(office_client, f"{MANAGE}/occasions/new", **FILLED)
    assert "tors 11 mars 2027 kl. 09.00–12.00" in text_of(office_client.get(made.location))


def test_more_days_are_asked_for_without_losing_what_was_written(office_client: FlaskClient) -> None:
    page = send(office_client, f"{MANAGE}/occasions/new", **(FILLED | {"more": "yes", "title": ""}))
    assert page.status_code == 200
    assert 'name="sessions.3.day"' in page.text
    assert 'value="Hornsgatan 20"' in page.text


def test_a_day_that_ends_before_it_starts_is_refused_beside_its_field(office_client: FlaskClient) -> None:
    second = {"sessions.2.day": "2027-03-12", "sessions.2.starts": "12:00", "sessions.2.ends": "09:00"}
    page = send(office_client, f"{MANAGE}/occasions/new", **FILLED, **second, **{"sessions.2.venue": "Zoom"})
    assert page.status_code == 422
    assert 'id="f-sessions-2-ends-error"' in page.text
    assert 'name="sessions.2.venue" type="text" value="Zoom"' in page.text


def test_a_course_needs_a_day(office_client: FlaskClient) -> None:
    no_days = {name: value for name, value in FILLED.items() if not name.startswith("sessions")}
    page = send(office_client, f"{MANAGE}/occasions/new", **no_days)
    assert page.status_code == 422
    assert "Ange minst en kursdag" in text_of(page)


def test_another_occasion_of_an_activity_needs_days_only(
    office_client: FlaskClient, web_office: Office
) -> None:
    first = web_office.open_occasion()
    days = {name: value for name, value in FILLED.items() if name.startswith(("sessions", "places"))}
    made = send(office_client, f"{MANAGE}/occasions/new?activity={first.activity_id}", **days)
    assert "Lågaffektivt bemötande" in text_of(office_client.get(made.location))


def test_a_changed_occasion_keeps_its_sessions(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(sessions=2)
    kept = occasion.sessions[0]
    change = {
        "places": "40",
        "sessions.0.id": str(kept.id),
        "sessions.0.day": "2027-05-04",
        "sessions.0.starts": "13:00",
        "sessions.0.ends": "16:00",
        "sessions.0.venue": "Digitalt",
        "sessions.1.id": str(occasion.sessions[1].id),
        "sessions.1.venue": "",
    }
    sent = send(office_client, f"{MANAGE}/occasions/{occasion.id}/change", **change)
    assert sent.status_code == 303
    found = web_office.now(occasion)
    assert (found.places, [(item.id, item.venue) for item in found.sessions]) == (40, [(kept.id, "Digitalt")])


def test_the_participants_are_shown_with_their_needs(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1)
    web_office.register(occasion, "Anna", needs="Teckentolk")
    web_office.register(occasion, "Bo")
    page = text_of(office_client.get(f"{MANAGE}/occasions/{occasion.id}"))
    assert "Teckentolk" in page
    assert "Reservplats 1" in page


def test_a_coordinator_cancels_for_somebody(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1)
    anna, _bo = web_office.fill(occasion, "Anna", "Bo")
    address = f"{MANAGE}/registrations/{anna.id}/cancel"
    assert "Den som står först på reservlistan får platsen" in text_of(office_client.get(address))
    send(office_client, address)
    assert web_office.standing(occasion) == {"Bo": ("confirmed", None), "Anna": ("cancelled", None)}


def test_attendance_is_ticked_and_can_be_changed(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    both = [str(item.id) for item in web_office.fill(occasion, "Anna", "Bo")]
    address = f"{MANAGE}/sessions/{occasion.sessions[0].id}/attendance"
    send(office_client, address, everyone="yes", shown=both)
    assert office_client.get(address).text.count(" checked") == 2
    send(office_client, address, shown=both, were=both, present=both[:1])
    assert "1 närvarande" in text_of(office_client.get(f"{MANAGE}/occasions/{occasion.id}"))


def test_completing_says_first_who_will_be_asked(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(sessions=2)
    anna = web_office.register(occasion)
    web_office.attend(occasion, anna)
    address = f"{MANAGE}/occasions/{occasion.id}/complete"
    asked = text_of(office_client.get(address))
    assert "Närvaro saknas" in asked
    assert "1 deltagare var närvarande" in asked
    send(office_client, address)
    assert web_office.now(occasion).state == "completed"


def test_calling_off_needs_a_reason(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    address = f"{MANAGE}/occasions/{occasion.id}/cancel"
    assert send(office_client, address, reason=" ").status_code == 422
    assert web_office.now(occasion).state == "published"
    send(office_client, address, reason="För få anmälda.")
    assert web_office.now(occasion).cancel_reason == "För få anmälda."


def test_only_what_the_state_allows_is_offered(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    web_office.does("complete_occasion", occasion.id)
    page = office_client.get(f"{MANAGE}/occasions/{occasion.id}")
    for gone in ("Ställ in", "Publicera", "Markera som genomfört", "Avanmäl"):
        assert gone not in text_of(page)
    assert "Ta närvaro" in text_of(page)


def test_a_form_from_elsewhere_changes_nothing(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.draft()
    assert office_client.post(f"{MANAGE}/occasions/{occasion.id}/publish").status_code == 400
    assert web_office.now(occasion).state == "draft"


@pytest.mark.parametrize("path", ["/", "/occasions/new", "/occasions/{id}", "/occasions/{id}/complete"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client: FlaskClient, web_office: Office, path: str) -> None:
    answer = client.get(MANAGE + path.format(id=web_office.draft().id))
    assert answer.status_code == 303
    assert "/registration/sign-in" in answer.location


def test_a_representative_has_no_business_in_the_office(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    sign_in(web_app, client, "representative")
    assert client.get(f"{MANAGE}/occasions/{web_office.open_occasion().id}").status_code == 403
