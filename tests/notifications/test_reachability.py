"""Whom mail does not reach is told, once for each time that it changes, and never by an address."""

import pytest

from services.notifications.bounces import returned as bounces
from services.notifications.bounces import suppressing
from shared import events
from shared.envelope import encode
from shared.ids import random_id
from shared.service import reading, transaction
from tests.events import emitted
from tests.notifications.failure_reports import report
from tests.notifications.happenings import ANNA, BO, contact, invited
from tests.notifications.mail_room import MailRoom

SUPPRESSED, RELEASED = events.AddressSuppressed, events.AddressReleased


@pytest.fixture
def bounced(room: MailRoom) -> MailRoom:
    """Anna's letter came back for good."""
    room.hears(invited(), contact()).send()
    with room.app.app_context(), transaction() as session:
        bounces.take_report(session, report(room.messages[0].message_id))
    return room


def test_whose_letter_came_back_is_told_without_the_address(bounced: MailRoom) -> None:
    assert _told(bounced) == [(str(ANNA), SUPPRESSED, 1)]
    assert b"anna" not in b"".join(encode(event) for event in emitted(bounced.app))


def test_a_second_report_of_the_same_address_tells_nothing_more(bounced: MailRoom) -> None:
    other = report(bounced.messages[0].message_id, words="550 5.1.1 Still nobody")
    with bounced.app.app_context(), transaction() as session:
        bounces.take_report(session, other)
    assert len(_told(bounced)) == 1


def test_a_released_address_is_told_with_the_next_version(bounced: MailRoom) -> None:
    _release(bounced)
    assert _told(bounced)[1:] == [(str(ANNA), RELEASED, 2)]


def test_a_new_address_releases_its_contact_and_the_old_one_stays_suppressed(bounced: MailRoom) -> None:
    bounced.hears(contact(2, email="anna.ny@example.se"))
    assert _told(bounced)[1:] == [(str(ANNA), RELEASED, 2)]
    bounced.hears(contact(3, email="Anna@Example.SE"))
    assert _told(bounced)[2:] == [(str(ANNA), SUPPRESSED, 3)]


def test_another_name_at_the_same_address_tells_nothing(bounced: MailRoom) -> None:
    bounced.hears(contact(2, name="Anna Berg"), contact(3, email="ANNA@example.se"))
    assert len(_told(bounced)) == 1


def test_a_contact_that_is_older_than_what_is_known_tells_nothing(room: MailRoom) -> None:
    room.hears(contact(3, email="ny@example.se")).hears(invited()).send()
    with room.app.app_context(), transaction() as session:
        bounces.take_report(session, report(room.messages[0].message_id))
    room.hears(contact(2))
    assert _told(room) == [(str(ANNA), SUPPRESSED, 1)]


def test_all_who_share_a_mailbox_are_told_of_and_the_newcomer_too(room: MailRoom) -> None:
    room.hears(invited(), contact(), contact(contact_id=BO, name="Bo Ek")).send()
    with room.app.app_context(), transaction() as session:
        bounces.take_report(session, report(room.messages[0].message_id))
    newcomer = random_id()
    room.hears(contact(contact_id=newcomer, name="Carin Ek"))
    assert {subject for subject, kind, _version in _told(room) if kind is SUPPRESSED} == {
        *(str(ANNA), str(BO), str(newcomer))
    }


def test_an_address_that_others_share_stays_suppressed_when_one_of_them_is_erased(bounced: MailRoom) -> None:
    bounced.hears(contact(contact_id=BO, name="Bo Ek"))
    bounced.hears(events.PersonErased(ANNA, version=2, request_id=random_id()))
    with bounced.app.app_context(), reading() as session:
        [row] = suppressing.list_suppressions(session, 1, 9)[0]
    assert (row.contact_id, row.address) == (BO, "anna@example.se")


def _told(room: MailRoom) -> list[tuple[str, object, int]]:
    kinds = SUPPRESSED, RELEASED
    return [(event.subject, event.type, event.version) for event in emitted(room.app) if event.type in kinds]


def _release(room: MailRoom) -> None:
    with room.app.app_context(), transaction() as session:
        suppressing.release(session, suppressing.list_suppressions(session, 1, 9)[0][0].id)
