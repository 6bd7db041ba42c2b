"""Somebody whose mail comes back is marked for the office, until the address works or is corrected."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from services.registration.models import Participant, TroubledAddress
from services.registration.operations.erasing import erase_person
from services.registration.operations.merging import merge_persons
from services.registration.queries.enrolments import EnrolmentCriteria, count_unreached, find_enrolments
from shared import events
from shared.service import reading, transaction
from tests.events import handed
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office
from tests.staff import bearer, token_for

MANAGE = "/registration/manage"


def person(office: Office, name: str) -> UUID:
    with office.app.app_context(), reading() as session:
        return session.scalars(sa.select(Participant.id).where(Participant.given_name == name)).one()


def bounces(office: Office, name: str = "Anna", version: int = 1) -> UUID:
    contact_id = person(office, name)
    handed(office.app, events.AddressSuppressed(contact_id, version=version, reason="bounced"))
    return contact_id


def unreached(office: Office, occasion: object) -> list[str | None]:
    with office.app.app_context(), reading() as session:
        wanted = EnrolmentCriteria(unreached=True)
        found = [item.given_name for item in find_enrolments(session, occasion.id, wanted).items]
        assert count_unreached(session, occasion.id) == len(found)
    return found


def test_the_list_finds_those_whose_mail_comes_back(office: Office) -> None:
    occasion = office.open_occasion()
    office.fill(occasion, "Anna", "Bo")
    bounces(office)
    assert unreached(office, occasion) == ["Anna"]


@pytest.mark.parametrize("is_released_first", [True, False])
def test_whichever_was_told_last_holds_in_whatever_order_they_come(
    office: Office, is_released_first: bool
) -> None:
    occasion = office.open_occasion()
    office.register(occasion, "Anna")
    contact_id = person(office, "Anna")
    told = [
        events.AddressSuppressed(contact_id, version=1, reason="bounced"),
        events.AddressReleased(contact_id, version=2, reason=""),
    ]
    for event in reversed(told) if is_released_first else told:
        handed(office.app, event)
    assert unreached(office, occasion) == []


def test_a_cancelled_registration_needs_no_mark(office: Office) -> None:
    occasion = office.open_occasion()
    receipt = office.register(occasion, "Anna")
    bounces(office)
    office.cancel(receipt)
    assert unreached(office, occasion) == []


@pytest.mark.parametrize("way", ["erased", "merged"])
def test_nothing_is_kept_of_somebody_who_is_gone_nor_comes_back(office: Office, way: str) -> None:
    occasion = office.open_occasion()
    office.register(occasion, "Anna")
    office.register(office.open_occasion(), "Bo")
    contact_id, kept_id = bounces(office), person(office, "Bo")
    with office.app.app_context(), transaction() as session:
        erase_person(session, contact_id) if way == "erased" else merge_persons(session, kept_id, contact_id)
    handed(office.app, events.AddressSuppressed(contact_id, version=7, reason="bounced"))
    with office.app.app_context(), reading() as session:
        assert session.scalars(sa.select(TroubledAddress)).all() == []


def test_the_office_sees_the_mark_corrects_the_address_and_notifications_is_told(
    web_office: Office, client: FlaskClient
) -> None:
    occasion = web_office.open_occasion()
    web_office.fill(occasion, "Anna", "Bo")
    contact_id = bounces(web_office)
    sign_in(web_office.app, client)
    assert "Deltagare som inte nås av mejl 1" in text_of(client.get(f"{MANAGE}/"))
    shown = text_of(client.get(f"{MANAGE}/occasions/{occasion.id}?unreached=yes"))
    assert ("Mejlen studsar" in shown, "Bo " in shown.partition("Nås inte av mejl")[2]) == (True, False)
    assert "studsade den" in text_of(client.get(f"{MANAGE}/persons/{contact_id}"))
    name = {"given_name": "Anna", "family_name": "Ek", "email": "anna@nacka.example"}
    assert send(client, f"{MANAGE}/persons/{contact_id}/correct", **name).status_code == 303
    told = [event for event in web_office.events(events.ContactChanged) if event.subject == str(contact_id)]
    assert told[-1]["email"] == "anna@nacka.example"


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("anna", "Skriv en e-postadress"),
        ("anna@gmial.com", "Menade du anna@gmail.com?"),
        ("bo.ek@huddinge.example", "Någon annan har redan"),
    ],
)
def test_an_address_that_will_not_do_is_refused_and_the_person_stays(
    web_office: Office, client: FlaskClient, email: str, words: str
) -> None:
    web_office.fill(web_office.open_occasion(), "Anna", "Bo")
    sign_in(web_office.app, client)
    wrong = {"given_name": "Bo", "family_name": "Ek", "email": email}
    answer = send(client, f"{MANAGE}/persons/{person(web_office, 'Anna')}/correct", **wrong)
    assert (answer.status_code, words in text_of(answer)) == (422, True), text_of(answer)
    assert person(web_office, "Anna")


def test_a_protected_name_is_not_in_the_form(web_office: Office, client: FlaskClient) -> None:
    web_office.register(web_office.open_occasion(), "Anna", is_protected=True)
    sign_in(web_office.app, client)
    page = client.get(f"{MANAGE}/persons/{person(web_office, 'Anna')}/correct").text
    assert "Anna" not in page and "anna" not in page


def test_the_files_and_the_api_say_who_is_not_reached(web_office: Office, client: FlaskClient) -> None:
    occasion = web_office.open_occasion()
    web_office.fill(occasion, "Anna", "Bo")
    bounces(web_office)
    key = bearer(token_for(web_office.app))
    at = f"/registration/api/occasions/{occasion.id}/registrations"
    lines = client.get(f"{at}.csv", headers=key).text.splitlines()
    assert [line.rpartition(",")[2] for line in lines] == ["mail_trouble", "bounced", ""]
    answer = client.get(f"{at}?unreached=true", headers=key).json
    assert [(item["given_name"], item["mail_trouble"]) for item in answer["items"]] == [("Anna", "bounced")]
