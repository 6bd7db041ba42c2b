"""Events arrive late, doubled and in any order: each participant is told the same, once."""

from datetime import date
from itertools import permutations

import pytest

from shared import events
from shared.envelope import Event
from tests.events import handed
from tests.notifications.another import retold
from tests.notifications.happenings import (
    cancelled,
    contact,
    invited,
    manage_link,
    moved_up,
    occasion,
    registered,
    session,
)
from tests.notifications.mail_room import MailRoom, html_of, text_of

CONFIRMATION = (occasion(), contact(), manage_link(), registered())
PLACE_FROM_THE_QUEUE = (
    occasion(),
    contact(),
    manage_link(),
    registered(status="waiting", position=3),
    moved_up(),
)
CALLED_OFF = (
    occasion(),
    contact(),
    registered(),
    manage_link(),
    occasion(events.OccasionCancelled, 2, state="cancelled", reason="Sjukdom"),
    cancelled(by="organiser"),
)


def test_every_order_of_arrival_gives_the_same_single_confirmation(room: MailRoom) -> None:
    for order in permutations(CONFIRMATION):
        before = len(room.mails)
        room.hears(*retold(order)).send()
        assert len(room.mails) == before + 1
    assert len({text_of(mail) for mail in room.mails}) == 1


@pytest.mark.parametrize("story", [PLACE_FROM_THE_QUEUE, CALLED_OFF], ids=["moved up", "called off"])
def test_every_order_of_arrival_leaves_the_same_mails(room: MailRoom, story: tuple[Event, ...]) -> None:
    outcomes = set()
    for order in list(permutations(story))[::31]:
        before = len(room.messages)
        room.hears(*retold(order)).send()
        outcomes.add(tuple(sorted(room.told[before:])))
    assert len(outcomes) == 1


def test_nothing_goes_out_before_its_last_piece_has_arrived(room: MailRoom) -> None:
    for piece in (registered(), contact(), manage_link()):
        assert room.hears(piece).send().mails == []
    assert len(room.hears(occasion()).send().mails) == 1


def test_a_doubled_event_gives_one_mail(room: MailRoom) -> None:
    room.hears(*CONFIRMATION, *CONFIRMATION).send().hears(*CONFIRMATION).send()
    assert len(room.mails) == 1


def test_a_batch_with_all_pieces_gives_one_mail(room: MailRoom) -> None:
    handed(room.app, *reversed(CONFIRMATION))
    assert len(room.send().mails) == 1


def test_a_batch_with_two_states_of_a_registration_keeps_the_newer(room: MailRoom) -> None:
    handed(room.app, cancelled(), *CONFIRMATION)
    assert sorted(room.send().told) == [
        ("registration_cancelled", "sent"),
        ("registration_confirmed", "registration_cancelled"),
    ]


def test_a_confirmation_is_skipped_when_the_registration_ended_before_it_went(room: MailRoom) -> None:
    room.hears(*CONFIRMATION, cancelled()).send()
    assert room.told == [
        ("registration_confirmed", "registration_cancelled"),
        ("registration_cancelled", "sent"),
    ]


def test_a_place_in_the_queue_is_told_with_its_position(room: MailRoom) -> None:
    room.hears(occasion(), contact(), manage_link(), registered(status="waiting", position=3)).send()
    assert room.mails[0]["Subject"] == "Reservplats 3: Lågaffektivt bemötande"


def test_who_moved_up_before_the_queue_was_told_hears_of_the_place_alone(room: MailRoom) -> None:
    room.hears(*PLACE_FROM_THE_QUEUE).send()
    assert room.told == [("registration_waiting", "moved_up"), ("moved_up", "sent")]


def test_a_new_venue_is_told_to_those_who_have_a_place(room: MailRoom) -> None:
    room.hears(*CONFIRMATION).send()
    room.hears(occasion(events.OccasionChanged, 2, sessions=[session(venue="Medborgarhuset")])).send()
    assert room.told == [("registration_confirmed", "sent"), ("occasion_changed", "sent")]
    assert "Medborgarhuset" in text_of(room.mails[1])


def test_a_change_that_nobody_need_know_is_not_told(room: MailRoom) -> None:
    room.hears(*CONFIRMATION).send()
    room.hears(occasion(events.OccasionChanged, 2, places=30)).send()
    assert len(room.mails) == 1


def test_a_change_is_not_told_to_those_who_wait(room: MailRoom) -> None:
    room.hears(occasion(), contact(), manage_link(), registered(status="waiting", position=1)).send()
    room.hears(occasion(events.OccasionChanged, 2, sessions=[session(days=31)])).send()
    assert len(room.mails) == 1


def test_a_late_older_change_tells_nobody_of_the_past(room: MailRoom) -> None:
    room.hears(*CONFIRMATION).send()
    room.hears(occasion(events.OccasionChanged, 3, sessions=[session(venue="Ny lokal")])).send()
    room.hears(occasion(events.OccasionCompleted, 2, present=[])).send()
    assert [text.count("Ny lokal") for text in map(text_of, room.mails)] == [0, 1]


def test_two_changes_before_the_mail_went_are_one_mail(room: MailRoom) -> None:
    room.hears(*CONFIRMATION).send()
    room.hears(
        occasion(events.OccasionChanged, 2, sessions=[session(venue="Lokal A")]),
        occasion(events.OccasionChanged, 3, sessions=[session(venue="Lokal B")]),
    ).send()
    assert [why for template, why in room.told if template == "occasion_changed"] == [
        "sent",
        "already_told",
    ]
    assert "Lokal B" in text_of(room.mails[1])


def test_the_newest_address_is_used(room: MailRoom) -> None:
    room.hears(contact(2, email="ny@example.se"), contact(1), *CONFIRMATION[2:], occasion()).send()
    assert room.mails[0]["To"].addresses[0].addr_spec == "ny@example.se"


def test_an_invitation_carries_the_answer_link_and_then_forgets_it(room: MailRoom) -> None:
    room.hears(invited(), contact()).send()
    assert "/evaluation/answer/answer-secret" in html_of(room.mails[0])
    assert room.messages[0].token is None
    assert "answer-secret" not in str(room.messages[0].content)


def test_an_invitation_to_a_closed_evaluation_is_not_sent(room: MailRoom) -> None:
    room.hears(invited(closes_on=date(2020, 1, 1)), contact()).send()
    assert room.told == [("evaluation_invitation", "evaluation_closed")]


def test_nothing_is_sent_about_an_occasion_that_is_over(room: MailRoom) -> None:
    room.hears(occasion(sessions=[session(days=-3)]), *CONFIRMATION[1:]).send()
    assert room.told == [("registration_confirmed", "occasion_is_over")]
