"""The office's page that puts somebody else in a place."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from shared import clock, events
from shared.audit import audit_entries
from shared.service import reading
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office

REGISTRATIONS = "/registration/manage/registrations"
DISA = {"given_name": "Disa", "family_name": "Ek", "email": "disa.ek@huddinge.example", "role": "manager"}


@pytest.fixture
def office_client(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def test_somebody_else_takes_exactly_the_place(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1)
    anna, _bo = web_office.fill(occasion, "Anna", "Bo")
    assert "Byt deltagare" in text_of(office_client.get(f"{REGISTRATIONS}/{anna.id}"))
    sent = send(office_client, f"{REGISTRATIONS}/{anna.id}/replace", **DISA)
    assert sent.status_code == 303
    assert "Disa Ek" in text_of(office_client.get(sent.location))
    standing = {"Disa": ("confirmed", None), "Bo": ("waiting", 1), "Anna": ("cancelled", None)}
    assert web_office.standing(occasion) == standing
    told = web_office.events(events.RegistrationCancelled)[-1]
    assert (told["contact_id"], told["by"]) == (_contact(web_office, anna.id), "replacement")


def test_the_audit_log_has_who_was_replaced(office_client: FlaskClient, web_office: Office) -> None:
    anna = web_office.register(web_office.open_occasion())
    send(office_client, f"{REGISTRATIONS}/{anna.id}/replace", **DISA)
    with web_office.app.app_context(), reading() as session:
        actions = session.execute(sa.select(audit_entries.c.action, audit_entries.c.details)).all()
    assert ("registration.replaced", {"replaces": str(anna.id)}) in [tuple(row) for row in actions]


def test_what_is_wrong_stands_on_top_and_beside_its_field(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    anna, _bo = web_office.fill(occasion, "Anna", "Bo")
    page = send(office_client, f"{REGISTRATIONS}/{anna.id}/replace", **DISA | {"email": "disa"})
    assert page.status_code == 422
    assert 'href="#f-email"' in page.text
    assert 'id="f-email-error"' in page.text
    assert 'value="Disa"' in page.text
    assert web_office.standing(occasion)["Anna"] == ("confirmed", None)


def test_a_warning_can_be_accepted(office_client: FlaskClient, web_office: Office) -> None:
    first = web_office.open_occasion(places=5)
    clash = web_office.open_occasion(places=5)
    web_office.register(clash, "Disa")
    anna = web_office.register(first)
    address = f"{REGISTRATIONS}/{anna.id}/replace"
    warned = send(office_client, address, **DISA)
    assert warned.status_code == 422
    assert "på en annan kurs vid samma tid" in text_of(warned)
    assert send(office_client, address, **DISA, accept_warnings="true").status_code == 303


def test_a_begun_course_passes_no_place_on_and_says_so(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(days=1)
    anna = web_office.register(occasion)
    with clock.at(occasion.starts_at + timedelta(minutes=1)):
        sign_in(web_office.app, office_client)
        assert "Byt deltagare" not in text_of(office_client.get(f"{REGISTRATIONS}/{anna.id}"))
        page = text_of(office_client.get(f"{REGISTRATIONS}/{anna.id}/replace"))
    assert "bara tills kursen börjar" in page


def _contact(office: Office, registration_id: object) -> object:
    registered = office.events(events.ParticipantRegistered)
    return next(item["contact_id"] for item in registered if item.subject == str(registration_id))
