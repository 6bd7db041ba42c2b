"""Places and queue: nobody gets a place twice, and whoever waits moves up in turn."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from services.registration.models import Occasion
from services.registration.problems import (
    AlreadyCancelled,
    AlreadyRegistered,
    OccasionHasBegun,
    OccasionNotFound,
    ParticipantHasAttended,
    RegistrationIsClosed,
    RegistrationNotFound,
    WaitingListIsFull,
)
from shared import clock, events
from shared.ids import new_id
from shared.service import EXTENSION
from tests.events import emitted
from tests.registration.office import Office


def test_a_participant_gets_a_place_while_there_is_one(office: Office) -> None:
    occasion = office.open_occasion(places=2)
    receipts = office.fill(occasion, "Anna", "Bo")
    assert [(item.status, item.position) for item in receipts] == [("confirmed", None)] * 2
    assert office.now(occasion).places_left == 0


def test_a_full_occasion_puts_the_participant_on_the_waiting_list(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    office.fill(occasion, "Anna", "Bo", "Cia")
    assert office.standing(occasion) == {
        "Anna": ("confirmed", None),
        "Bo": ("waiting", 1),
        "Cia": ("waiting", 2),
    }


def test_a_registration_tells_its_facts_its_contact_and_its_link(office: Office) -> None:
    occasion = office.open_occasion()
    receipt = office.register(occasion, municipality="0180", district="farsta")
    (registered,) = office.events(events.ParticipantRegistered)
    (contact,) = office.events(events.ContactChanged)
    (link,) = office.events(events.ManageLinkIssued)
    assert registered.subject == link.subject == str(receipt.id)
    assert (registered["municipality"], registered["district"]) == ("0180", "farsta")
    assert (registered["status"], registered["position"]) == ("confirmed", None)
    assert str(registered["contact_id"]) == contact.subject == str(link["contact_id"])
    assert (contact["name"], contact["email"]) == ("Anna Ek", "anna.ek@huddinge.example")
    assert link["token"] == receipt.token


def test_the_same_person_has_one_contact_however_the_name_is_written(office: Office) -> None:
    first, second, third = (office.open_occasion() for _ in range(3))
    office.register(first)
    office.register(second)
    office.register(third, email="ANNA.EK@huddinge.example", given_name=" anna ")
    told = office.events(events.ContactChanged)
    assert len({event.subject for event in told}) == 1
    assert [(event.version, event["name"]) for event in told] == [(1, "Anna Ek"), (2, "anna Ek")]


def test_two_people_may_share_a_mailbox(office: Office) -> None:
    occasion = office.open_occasion()
    office.register(occasion, "Anna", email="solgarden@huddinge.example")
    office.register(occasion, "Bo", email="solgarden@huddinge.example")
    assert len({event.subject for event in office.events(events.ContactChanged)}) == 2


def test_the_same_person_twice_is_refused_and_changes_nothing(office: Office) -> None:
    occasion = office.open_occasion()
    office.register(occasion)
    before = len(emitted(office.app))
    with pytest.raises(AlreadyRegistered):
        office.register(occasion, email="Anna.Ek@Huddinge.example", language="en")
    assert len(emitted(office.app)) == before
    assert office.now(occasion).confirmed_count == 1


def test_whoever_cancelled_may_register_again_at_the_tail(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    anna, _bo = office.fill(occasion, "Anna", "Bo")
    office.cancel(anna)
    assert office.register(occasion, "Anna").position == 1


def test_a_full_waiting_list_refuses(office: Office) -> None:
    occasion = office.open_occasion(places=1, waiting_places=1)
    office.fill(occasion, "Anna", "Bo")
    with pytest.raises(WaitingListIsFull):
        office.register(occasion, "Cia")
    assert office.now(occasion).waiting_count == 1


def test_without_waiting_places_a_full_occasion_refuses(office: Office) -> None:
    occasion = office.open_occasion(places=1, waiting_places=0)
    office.register(occasion, "Anna")
    with pytest.raises(WaitingListIsFull):
        office.register(occasion, "Bo")


def test_registration_closes_at_the_deadline(office: Office) -> None:
    deadline = clock.now() + timedelta(days=10)
    occasion = office.open_occasion(closes_at=deadline)
    with clock.at(deadline), pytest.raises(RegistrationIsClosed):
        office.register(occasion)


def test_without_a_deadline_registration_closes_when_the_first_session_starts(office: Office) -> None:
    occasion = office.open_occasion()
    with clock.at(occasion.starts_at), pytest.raises(RegistrationIsClosed):
        office.register(occasion)


def test_a_draft_does_not_exist_for_participants(office: Office) -> None:
    with pytest.raises(OccasionNotFound):
        office.register(office.draft())


def test_a_cancelled_place_goes_to_the_head_of_the_queue(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    anna, bo, _cia = office.fill(occasion, "Anna", "Bo", "Cia")
    office.cancel(anna)
    assert office.standing(occasion) == {
        "Anna": ("cancelled", None),
        "Bo": ("confirmed", None),
        "Cia": ("waiting", 1),
    }
    (moved,) = office.events(events.ParticipantMovedUp)
    assert (moved.subject, moved.version, moved["status"]) == (str(bo.id), 2, "confirmed")


def test_a_cancelled_waiting_person_moves_nobody_up(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    _anna, bo, _cia = office.fill(occasion, "Anna", "Bo", "Cia")
    office.cancel(bo)
    assert office.standing(occasion)["Cia"] == ("waiting", 1)
    assert office.events(events.ParticipantMovedUp) == []
    (ended,) = office.events(events.RegistrationCancelled)
    assert (ended.subject, ended["by"], ended["status"]) == (str(bo.id), "participant", "cancelled")


def test_nobody_is_moved_up_after_the_start(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    anna, _bo = office.fill(occasion, "Anna", "Bo")
    with clock.at(occasion.starts_at):
        office.cancel(anna, by="coordinator")
    assert office.standing(occasion)["Bo"] == ("waiting", 1)


def test_a_participant_cannot_cancel_after_the_start(office: Office) -> None:
    occasion = office.open_occasion()
    anna = office.register(occasion)
    with clock.at(occasion.starts_at), pytest.raises(OccasionHasBegun):
        office.cancel(anna)


def test_a_registration_is_cancelled_once(office: Office) -> None:
    anna = office.register(office.open_occasion())
    office.cancel(anna)
    with pytest.raises(AlreadyCancelled):
        office.cancel(anna)
    assert len(office.events(events.RegistrationCancelled)) == 1


def test_whoever_attended_cannot_be_cancelled(office: Office) -> None:
    occasion = office.open_occasion()
    anna = office.register(occasion)
    office.attend(occasion, anna)
    with pytest.raises(ParticipantHasAttended):
        office.cancel(anna, by="coordinator")


def test_an_unknown_registration_cannot_be_cancelled(office: Office) -> None:
    with pytest.raises(RegistrationNotFound):
        office.does("cancel_registration", new_id(), "coordinator")


def test_a_registration_costs_few_statements(office: Office) -> None:
    occasion = office.open_occasion()
    office.register(occasion, "Anna")
    asked = _statements(office, occasion, "bo.ek@huddinge.example")
    assert len(asked) == (4 if office.app.extensions[EXTENSION].database.is_sqlite else 3), asked


def _statements(office: Office, occasion: Occasion, email: str) -> list[str]:
    """What the database is told while somebody new registers."""
    said: list[str] = []

    def note(*call: Any) -> None:
        said.append(call[2])

    engine = office.app.extensions[EXTENSION].database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    office.register(occasion, "Bo", email=email)
    sa.event.remove(engine, "before_cursor_execute", note)
    return [text for text in said if not text.startswith("BEGIN")]
