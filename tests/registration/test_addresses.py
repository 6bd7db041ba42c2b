"""Addresses that look mistyped are asked about once; domains of any letters are taken."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration.models import Participant
from services.registration.operations.contacts import rewrite_contact
from services.registration.operations.erasing import anonymise
from services.registration.operations.lecturers import add_lecturer, change_lecturer
from services.registration.operations.representatives import change_mandate, name_representative
from services.registration.problems import AddressLooksMistyped, NeedsConfirmation
from shared import events
from shared.service import reading, transaction
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office
from tests.registration.region_keeping import Keeper
from tests.registration.samples import sample_group, sample_mandate, sample_participant
from tests.registration.test_public_pages import FILLED

API = "/registration/api"
MANDATE = {"kind": "cka", "municipality": "0126", "from_on": "2026-01-01"}


@pytest.fixture
def keeper(app: Flask) -> Keeper:
    """The keeper of the region's lists, on each database."""
    return Keeper(app)


def _asked(office: Office, email: str, name: str = "Bo") -> list[str]:
    """What somebody new is told who gives this address."""
    receipt = office.register(office.open_occasion(), name, email=email)
    return [item.text for item in receipt.warnings if item.code == "address"]


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.cmo", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.se", "gmail.com"),
        ("GMAIIL.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmail.con", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("iclould.com", "icloud.com"),
    ],
)
def test_a_slip_in_a_well_known_domain_is_asked_about(web_office: Office, written: str, likely: str) -> None:
    assert _asked(web_office, f"bo@{written}") == [f"Du skrev bo@{written}. Menade du bo@{likely}?"]


@pytest.mark.parametrize(
    "domain", ["gmail.com", "mail.com", "live.se", "huddinge.example", "me.com", "gmail.org"]
)
def test_an_address_that_looks_right_is_not_asked_about(web_office: Office, domain: str) -> None:
    assert _asked(web_office, f"bo@{domain}") == []


def test_a_domain_one_slip_from_that_of_many_is_asked_about(office: Office) -> None:
    occasion = office.open_occasion(places=9)
    office.fill(occasion, "Anna", "Cia", "Disa", "Eva")
    assert _asked(office, "bo@hudinge.example") == []
    office.register(occasion, "Fia")
    assert _asked(office, "gun@huddigne.example", "Gun") == [
        "Du skrev gun@huddigne.example. Menade du gun@huddinge.example?"
    ]
    assert _asked(office, "hans@hudinge.example", "Hans") == []  # Bo has mail there


def test_whoever_is_known_is_not_asked_again(office: Office) -> None:
    assert len(_asked(office, "bo@gmial.com")) == 1
    assert _asked(office, "bo@gmial.com") == []


def test_nobody_is_kept_who_is_yet_to_answer(office: Office) -> None:
    occasion = office.open_occasion()
    new = sample_participant(email="anna@gmial.com")
    for _time in range(2):
        with pytest.raises(NeedsConfirmation):
            office.does("register_participant", occasion.id, new, accept_warnings=False)
    assert office.events(events.ContactChanged) == []
    assert office.does("register_participant", occasion.id, new).status == "confirmed"


def test_a_group_is_told_which_row_and_that_of_its_booker(office: Office) -> None:
    occasion = office.open_occasion(places=5)
    members = [{}, sample_participant("Bo", email="bo@hotmial.com")]
    group = sample_group(*members)
    group["booker"]["email"] = "boel@gmail.con"
    receipt = office.does("register_group", occasion.id, group)
    assert [(item.code, item.row) for item in receipt.warnings] == [("address", None), ("address", 1)]


@pytest.mark.parametrize("act", ["name_participant", "replace_participant"])
def test_a_colleague_is_asked_about_too(office: Office, act: str) -> None:
    group = office.register_group(office.open_occasion(), None if act == "name_participant" else "Anna")
    new = sample_participant("Bo", email="bo@gmial.com")
    with pytest.raises(NeedsConfirmation):
        office.does(act, group.members[0].id, new, accept_warnings=False)


def test_the_form_asks_and_takes_the_address_when_it_is_sent_again(
    client: FlaskClient, web_office: Office
) -> None:
    address = f"/registration/occasions/{web_office.open_occasion().id}"
    filled = FILLED | {"email": "anna@gmial.com"}
    asked = send(client, address, **filled)
    assert asked.status_code == 422
    assert "Du skrev anna@gmial.com. Menade du anna@gmail.com?" in text_of(asked)
    assert 'value="anna@gmial.com"' in asked.text
    assert send(client, address, **filled, accept_warnings="true").status_code == 303


@pytest.mark.parametrize(
    ("address", "filled"),
    [
        ("/registration/representatives/new", MANDATE),
        ("/registration/region/lecturers/new", {"kind": "lecturer", "name": "Bo Ek"}),
    ],
)
def test_the_office_is_asked_too_and_answers_by_a_tick(
    web_app: Flask, client: FlaskClient, web_office: Office, address: str, filled: dict[str, str]
) -> None:
    sign_in(web_app, client)
    person = filled | {"given_name": "Bo", "family_name": "Ek", "email": "bo@gmial.com"}
    asked = send(client, address, **person)
    assert asked.status_code == 422
    assert "Du skrev bo@gmial.com. Menade du bo@gmail.com?" in text_of(asked)
    assert web_office.events(events.ContactChanged) == []
    assert send(client, address, **person, accept_warnings="true").status_code == 303


def test_a_changed_address_of_a_lecturer_or_a_mandate_is_asked_about(keeper: Keeper) -> None:
    bo = {"given_name": "Bo", "family_name": "Ek"}
    lecturer = keeper.does(add_lecturer, bo | {"kind": "lecturer", "name": "Bo Ek", "email": "bo@ek.se"})
    mandate = keeper.does(name_representative, sample_mandate())
    for change, changed, slip in (
        (change_lecturer, lecturer, "bo@gmial.com"),
        (change_mandate, mandate, "bo@hotmial.com"),
    ):
        with pytest.raises(AddressLooksMistyped):
            keeper.does(change, changed.id, bo | {"email": slip}, accept_warnings=False)
        keeper.does(change, changed.id, bo | {"email": slip}, accept_warnings=True)
        keeper.does(change, changed.id, bo | {"email": slip}, accept_warnings=False)  # nothing new to ask


def test_the_api_tells_and_registers_unless_it_is_told_to_wait(
    client: FlaskClient, web_office: Office
) -> None:
    path = f"{API}/occasions/{web_office.open_occasion().id}/registrations"
    new = sample_participant(email="anna@gmial.com")
    first = client.post(path, json=new | {"accept_warnings": False}, headers={"Accept-Language": "en"})
    assert (first.status_code, first.json["warnings"][0]["code"]) == (409, "address")
    assert first.json["warnings"][0]["text"] == "You wrote anna@gmial.com. Did you mean anna@gmail.com?"
    second = client.post(path, json=new)
    assert (second.status_code, second.json["warnings"][0]["code"]) == (201, "address")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("anna@åre.example", "anna@åre.example"),
        ("anna@xn--re-xia.example", "anna@åre.example"),
        ("anna@A\u030are.example", "anna@Åre.example"),
    ],
)
def test_a_domain_of_any_letters_is_kept_as_people_read_it(
    client: FlaskClient, web_office: Office, written: str, kept: str
) -> None:
    path = f"{API}/occasions/{web_office.open_occasion().id}/registrations"
    assert client.post(path, json=sample_participant(email=written)).status_code == 201
    (told,) = web_office.events(events.ContactChanged)
    assert told["email"] == kept


@pytest.mark.parametrize(
    "written",
    [
        "anna",
        "anna@huddinge",
        "anna@huddinge,se",
        "a b@huddinge.se",
        "anna@@huddinge.se",
        "anna@huddinge..se",
        "anna@xn--å.se",
        "anna@xn--a.se",
        f"anna@{'å' * 60}.se",
    ],
)
def test_what_is_no_address_is_refused(client: FlaskClient, web_office: Office, written: str) -> None:
    path = f"{API}/occasions/{web_office.open_occasion().id}/registrations"
    refused = client.post(path, json=sample_participant(email=written))
    assert (refused.status_code, refused.json["errors"]) == (
        422,
        {"email": ["Skriv en e-postadress, till exempel namn@exempel.se."]},
    )
    assert web_office.events(events.ContactChanged) == []


def test_the_domain_follows_the_address_and_is_forgotten_with_it(office: Office) -> None:
    office.register(office.open_occasion())
    contact_id = UUID(office.events(events.ContactChanged)[0].subject)
    person: dict[str, Any] = {"given_name": "Anna", "family_name": "Ek", "email": "anna@Nacka.example"}
    with office.app.app_context(), transaction() as session:
        assert session.get_one(Participant, contact_id).email_domain == "huddinge.example"
        rewrite_contact(session, contact_id, person)
    with office.app.app_context(), transaction() as session:
        found = session.get_one(Participant, contact_id)
        assert found.email_domain == "nacka.example"
        anonymise(found)
    with office.app.app_context(), reading() as session:
        assert session.get_one(Participant, contact_id).email_domain is None
