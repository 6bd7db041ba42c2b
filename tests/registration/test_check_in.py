"""Check-in at the door, with the code on the screen."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration import operations
from services.registration.check_ins import code_of
from services.registration.door import MISSED
from services.registration.models import Occasion
from shared import clock, events
from shared.service import reading
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.held import opened
from tests.registration.office import Office

EMAIL = "anna.ek@huddinge.example"


def _address(office: Office, occasion: Occasion, session: int = 0, before: str = "/registration") -> str:
    with office.app.app_context():
        code = code_of(occasion.sessions[session].id)
    return f"{before}/check-in/{code}" if before == "/registration" else f"{before}/check-ins/{code}"


def _present(office: Office, occasion: Occasion, session: int = 0) -> set[UUID]:
    with office.app.app_context(), reading() as reader:
        return operations.present_at(reader, occasion.sessions[session].id)


def test_a_participant_checks_in_with_the_address_of_the_registration(
    client: FlaskClient, web_office: Office
) -> None:
    occasion, (anna, _bo) = opened(web_office, "Anna", "Bo", sessions=2)
    with clock.at(occasion.sessions[1].starts_at - timedelta(minutes=10)):
        sent = send(client, _address(web_office, occasion, 1), email=f"  {EMAIL.upper()} ")
        assert "Du är incheckad" in text_of(client.get(sent.location))
    assert (_present(web_office, occasion, 0), _present(web_office, occasion, 1)) == (set(), {anna.id})


def test_those_who_share_an_address_choose_who_they_are(client: FlaskClient, web_office: Office) -> None:
    occasion, (anna,) = opened(web_office, "Anna")
    bo = web_office.register(occasion, "Bo", email=EMAIL)
    address = _address(web_office, occasion)
    with clock.at(occasion.starts_at):
        asked = send(client, address, email=EMAIL)
        assert "Anna Ek" in text_of(asked)
        assert "Bo Ek" in text_of(asked)
        assert not _present(web_office, occasion)
        send(client, address, email=EMAIL, registration_id=str(bo.id))
    assert _present(web_office, occasion) == {bo.id}
    assert anna.id != bo.id


def test_nobody_is_checked_in_by_an_address_that_is_not_theirs(
    client: FlaskClient, web_office: Office
) -> None:
    occasion, (_anna, bo) = opened(web_office, "Anna", "Bo")
    with clock.at(occasion.starts_at):
        send(client, _address(web_office, occasion), email=EMAIL, registration_id=str(bo.id))
    assert bo.id not in _present(web_office, occasion)


@pytest.mark.parametrize(
    ("minutes", "told"), [(-61, "Incheckningen har inte öppnat än"), (211, "Incheckningen är stängd")]
)
def test_check_in_is_open_around_the_session_only(
    client: FlaskClient, web_office: Office, minutes: int, told: str
) -> None:
    occasion, _receipts = opened(web_office, "Anna")
    address = _address(web_office, occasion)
    with clock.at(occasion.starts_at):
        client.get(address)
    with clock.at(occasion.starts_at + timedelta(minutes=minutes)):
        assert told in text_of(client.get(address))
    assert not _present(web_office, occasion)


def test_a_form_that_was_open_too_long_checks_nobody_in(client: FlaskClient, web_office: Office) -> None:
    occasion, _receipts = opened(web_office, "Anna")
    api = _address(web_office, occasion, before="/registration/api")
    with clock.at(occasion.ends_at + timedelta(minutes=31)):
        refused = client.post(api, json={"email": EMAIL})
    assert (refused.status_code, refused.json["type"]) == (409, "urn:kursforum:problem:check_in_closed")
    assert not _present(web_office, occasion)


@pytest.mark.parametrize("code", ["x", "AZDzYgAAcACAAAAAAAAADA.bm90LW91cnM", "å.å", "." * 60])
def test_a_forged_code_leads_nowhere(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/registration/check-in/{code}")
    assert answer.status_code == 404
    assert "Koden leder ingenstans" in text_of(answer)


def test_an_unknown_address_is_told_so_and_too_many_of_them_must_wait(
    client: FlaskClient, web_office: Office
) -> None:
    occasion, (anna,) = opened(web_office, "Anna")
    api = _address(web_office, occasion, before="/registration/api")
    with clock.at(occasion.starts_at):
        told = [
            client.post(api, json={"email": f"{number}@huddinge.example"}).status_code
            for number in range(MISSED.tries + 1)
        ]
        assert client.post(api, json={"email": EMAIL}).status_code == 429
    assert (set(told[:-1]), told[-1]) == ({404}, 429)
    assert anna.id not in _present(web_office, occasion)


def test_whoever_waits_for_a_place_is_told_as_a_stranger_is(client: FlaskClient, web_office: Office) -> None:
    occasion, _receipts = opened(web_office, "Anna", "Bo")
    web_office.register(occasion, "Cilla")
    with clock.at(occasion.starts_at):
        page = send(client, _address(web_office, occasion), email="cilla.ek@huddinge.example")
    assert page.status_code == 422
    assert "Ingen har en plats här med den e-postadressen." in text_of(page)


def test_the_screen_shows_a_code_and_how_many_are_here(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    occasion, (anna, _bo) = opened(web_office, "Anna", "Bo")
    web_office.attend(occasion, anna)
    sign_in(web_app, client)
    page = client.get(f"/registration/manage/sessions/{occasion.sessions[0].id}/check-in")
    assert "<svg" in page.text
    assert "1 av 2 har checkat in" in text_of(page)


def test_whoever_has_signed_in_needs_one_tap_and_no_address(client: FlaskClient, web_office: Office) -> None:
    occasion, (anna,) = opened(web_office, "Anna")
    with clock.at(occasion.starts_at):
        send(client, "/registration/mine", email=EMAIL)
        (link,) = web_office.events(events.SignInLinkIssued)
        send(client, f"/registration/mine/{link['token']}")
        address = _address(web_office, occasion)
        shown = client.get(address)
        assert "Är det här du?" in text_of(shown)
        send(client, address, email=EMAIL, registration_id=str(anna.id))
    assert _present(web_office, occasion) == {anna.id}
