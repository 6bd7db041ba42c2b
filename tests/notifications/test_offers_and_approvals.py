"""Places that are offered, or held until a manager has approved: who is told what, in any order."""

from datetime import timedelta
from itertools import permutations

import pytest
from icalendar import Calendar

from shared import clock, events
from shared.envelope import Event
from tests.notifications.another import retold
from tests.notifications.happenings import (
    asked,
    bo,
    cancelled,
    contact,
    in_days,
    manage_link,
    occasion,
    registered,
    session,
    told,
)
from tests.notifications.mail_room import MailRoom, html_of, part, text_of

KNOWN = (occasion(), contact(), manage_link())
OFFERED = told(events.PlaceOffered, 2, status="offered")
HELD = told(events.PlaceHeld, 2, status="held")
APPROVED = told(events.RegistrationApproved, 3)
REQUEST = (occasion(), contact(), bo(), asked())


@pytest.mark.parametrize(
    ("happening", "template"),
    [
        (registered(status="held"), "registration_held"),
        (OFFERED, "place_offered"),
        (HELD, "place_held"),
        (APPROVED, "registration_approved"),
        (told(events.ParticipantNamed), "registration_confirmed"),
        (told(events.ParticipantNamed, status="waiting", position=2), "registration_waiting"),
        (told(events.ParticipantNamed, status="held"), "registration_held"),
        (told(events.ParticipantNamed, status="offered"), "place_offered"),
    ],
)
def test_each_happening_is_told_in_a_mail_of_its_own(
    web_room: MailRoom, happening: Event, template: str
) -> None:
    web_room.hears(*KNOWN, happening).send()
    assert web_room.told == [(template, "sent")]
    assert "/registration/registrations/manage-secret" in text_of(web_room.mails[0])


def test_an_offer_says_until_when_it_holds(web_room: MailRoom) -> None:
    expires_at = in_days(3, 11)
    web_room.hears(*KNOWN, told(events.PlaceOffered, status="offered", expires_at=expires_at)).send()
    for said in (text_of(web_room.mails[0]), html_of(web_room.mails[0])):
        assert "Svara senast" in said
        assert f"kl. {clock.local(expires_at):%H.%M}" in " ".join(said.split())


def test_only_a_place_that_counts_is_put_into_the_calendar(web_room: MailRoom) -> None:
    web_room.hears(*KNOWN, registered(status="waiting", position=1)).send()
    web_room.hears(OFFERED).send().hears(told(events.PlaceHeld, 3, status="held")).send()
    web_room.hears(told(events.RegistrationApproved, 4)).send()
    types = [mail.get_content_type() for mail in web_room.mails]
    assert types == ["multipart/alternative"] * 3 + ["multipart/mixed"]
    calendar = Calendar.from_ical(str(part(web_room.mails[-1], "text/calendar").get_content()))
    assert str(calendar["method"]) == "REQUEST"


def test_a_new_venue_is_not_told_to_those_who_have_no_place_yet(web_room: MailRoom) -> None:
    web_room.hears(*KNOWN, registered(status="held")).send()
    web_room.hears(occasion(events.OccasionChanged, 2, sessions=[session(venue="Ny lokal")])).send()
    assert len(web_room.mails) == 1


def test_a_correction_is_kept_and_nobody_is_told(web_room: MailRoom) -> None:
    web_room.hears(*KNOWN, told(events.RegistrationChanged, 3), registered()).send()
    assert web_room.told == [("registration_confirmed", "sent")]


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (told(events.ParticipantMovedUp, 3), "offer_answered"),
        (told(events.PlaceHeld, 3, status="held"), "offer_answered"),
        (cancelled(3, "deadline"), "registration_cancelled"),
    ],
)
def test_an_offer_that_was_answered_before_its_mail_went_is_not_told(
    web_room: MailRoom, later: Event, why: str
) -> None:
    web_room.hears(OFFERED, later, *KNOWN).send()
    assert ("place_offered", why) in web_room.told


def test_an_offer_that_has_run_out_is_not_told(web_room: MailRoom) -> None:
    web_room.hears(OFFERED, *KNOWN)
    with clock.at(clock.now() + timedelta(days=3)):
        web_room.send()
    assert web_room.told == [("place_offered", "deadline_passed")]


def test_whoever_was_approved_before_hearing_of_it_hears_of_the_place_alone(web_room: MailRoom) -> None:
    web_room.hears(registered(status="held"), APPROVED, *KNOWN).send()
    assert web_room.told == [
        ("registration_held", "approval_settled"),
        ("registration_approved", "sent"),
    ]


def test_every_order_of_arrival_asks_the_manager_once(room: MailRoom) -> None:
    for order in list(permutations(REQUEST))[::4]:
        before = len(room.mails)
        room.hears(*retold(order)).send()
        assert len(room.mails) == before + 1
    assert len({text_of(mail) for mail in room.mails}) == 1


def test_the_manager_is_asked_by_name_and_the_secret_is_forgotten(web_room: MailRoom) -> None:
    web_room.hears(*REQUEST).send()
    [mail] = web_room.mails
    assert mail["To"].addresses[0].addr_spec == "bo@example.se"
    assert str(mail["Subject"]) == "Godkänn en plats: Lågaffektivt bemötande"
    words = " ".join(text_of(mail).split())
    assert "Anna Lindqvist (baspersonal, Gruppbostaden Solgården) är anmäld" in words
    assert "/registration/approvals/approval-secret" in html_of(mail)
    assert web_room.messages[0].token is None
    assert "approval-secret" not in str(web_room.messages[0].content)


def test_nobody_is_asked_before_the_participants_name_has_come(room: MailRoom) -> None:
    room.hears(occasion(), bo(), asked()).send()
    assert room.mails == []
    assert len(room.hears(contact()).send().mails) == 1


@pytest.mark.parametrize("settled", [APPROVED, cancelled(3, "manager"), cancelled(3, "participant")])
def test_a_manager_is_not_asked_about_what_is_settled(web_room: MailRoom, settled: Event) -> None:
    web_room.hears(settled, *REQUEST).send()
    assert ("approval_requested", "approval_settled") in web_room.told


def test_an_older_state_of_the_registration_does_not_settle_the_request(web_room: MailRoom) -> None:
    web_room.hears(registered(status="waiting"), occasion(), contact(), bo(), asked(2)).send()
    assert ("approval_requested", "sent") in web_room.told
