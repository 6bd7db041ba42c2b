"""The calendar of whoever has a place shows the sessions as they are, whatever happens and in any order."""

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from shared import clock, events
from shared.envelope import Event
from tests.notifications.calendar_program import (
    Asked,
    CalendarProgram,
    asked_by,
    by_ical,
    by_icalendar,
    has_calendar,
)
from tests.notifications.happenings import (
    REGISTRATION,
    TITLE,
    cancelled,
    contact,
    manage_link,
    occasion,
    registered,
    session,
)
from tests.notifications.mail_room import MailRoom, part, text_of

ONE, TWO, THREE = session("first", 30), session("second", 44), session("third", 58)
CHANGED, CALLED_OFF = events.OccasionChanged, events.OccasionCancelled


def test_the_mail_is_text_html_and_calendar_with_the_calendar_attached(web_room: MailRoom) -> None:
    mail = _confirmed(web_room).mails[0]
    assert [found.get_content_type() for found in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert part(mail, "application/ics").get_filename() == "calendar.ics"
    assert [found.defects for found in mail.walk()] == [[]] * 6


def test_the_office_invites_the_participant_and_wants_no_answer(web_room: MailRoom) -> None:
    asked = asked_by(_confirmed(web_room).mails[0])
    assert (asked.method, asked.status) == ("REQUEST", "CONFIRMED")
    assert asked.uid == f"{REGISTRATION}-{ONE['id']}"
    assert asked.organizer == "mailto:kansli@forumcarpe.example"
    assert (asked.attendee, asked.answer_is_wanted) == ("mailto:anna@example.se", False)
    assert asked.summary == TITLE


def test_each_session_has_an_event_of_its_own_in_a_mail_of_its_own(room: MailRoom) -> None:
    _confirmed(room, ONE, TWO, THREE)
    assert [template for template, _ in room.told] == ["registration_confirmed", *["calendar_entry"] * 2]
    assert len({asked.uid for asked in _asked(room)}) == 3
    assert _calendar(room).shows == _as_shown(ONE, TWO, THREE)


def test_a_moved_session_keeps_its_event_and_the_others_hear_nothing(room: MailRoom) -> None:
    moved = session("second", 45, "Ny lokal")
    _confirmed(room, ONE, TWO)
    room.hears(occasion(CHANGED, 2, sessions=[ONE, moved])).send()
    [*_, before, after] = _asked(room)
    assert len(room.mails) == 3
    assert (after.uid, after.venue) == (before.uid, "Ny lokal")
    assert after.sequence > before.sequence
    assert _calendar(room).shows == _as_shown(ONE, moved)


def test_several_moved_sessions_come_in_a_mail_each(room: MailRoom) -> None:
    moved = [session("first", 31), session("second", 45)]
    _confirmed(room, ONE, TWO)
    room.hears(occasion(CHANGED, 2, sessions=moved)).send()
    assert [template for template, _ in room.told[2:]] == ["occasion_changed", "calendar_entry"]
    assert _calendar(room).shows == _as_shown(*moved)


def test_a_removed_session_leaves_the_calendar(room: MailRoom) -> None:
    _confirmed(room, ONE, TWO)
    room.hears(occasion(CHANGED, 2, sessions=[ONE])).send()
    assert [template for template, _ in room.told[2:]] == ["occasion_changed", "calendar_removal"]
    assert [asked.method for asked in _asked(room)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert _calendar(room).shows == _as_shown(ONE)


def test_an_added_session_comes_into_the_calendar(room: MailRoom) -> None:
    _confirmed(room, ONE)
    room.hears(occasion(CHANGED, 2, sessions=[ONE, TWO])).send()
    assert [asked.uid for asked in _asked(room)] == [f"{REGISTRATION}-{one['id']}" for one in (ONE, TWO)]
    assert _calendar(room).shows == _as_shown(ONE, TWO)


def test_a_session_that_comes_back_is_shown_again(room: MailRoom) -> None:
    _confirmed(room, ONE, TWO)
    for version, sessions in enumerate(([ONE], [ONE, TWO]), start=2):
        room.hears(occasion(CHANGED, version, sessions=sessions)).send()
    assert _calendar(room).shows == _as_shown(ONE, TWO)


ORGANISER = (
    occasion(CALLED_OFF, 3, state="cancelled", reason="Sjuk", sessions=[ONE, THREE]),
    cancelled(by="organiser"),
)


@pytest.mark.parametrize(
    "ending",
    [(cancelled(by="participant"),), (cancelled(by="replacement"),), (cancelled(by="booker"),), ORGANISER],
    ids=["participant", "replacement", "booker", "organiser"],
)
def test_whatever_ends_a_registration_cancels_every_event_that_was_ever_sent(
    room: MailRoom, ending: tuple[Event, ...]
) -> None:
    _confirmed(room, ONE, TWO).hears(occasion(CHANGED, 2, sessions=[ONE, THREE])).send()
    room.hears(*ending).send()
    asked = _asked(room)
    requested = {one.uid: one.sequence for one in asked if one.method == "REQUEST"}
    taken_out = {one.uid: one.sequence for one in asked if one.method == "CANCEL"}
    assert len(requested) == 3
    assert requested.keys() == taken_out.keys()
    assert all(taken_out[uid] > sequence for uid, sequence in requested.items())
    assert {one.status for one in asked if one.method == "CANCEL"} == {"CANCELLED"}
    assert _calendar(room).shows == []


def test_who_had_no_place_has_nothing_to_take_out_of_the_calendar(web_room: MailRoom) -> None:
    web_room.hears(occasion(sessions=[ONE, TWO]), contact(), registered(status="waiting", position=1))
    web_room.hears(cancelled()).send()
    assert not any(map(has_calendar, web_room.mails))
    assert "kalender" not in text_of(web_room.mails[-1])


def test_every_order_of_the_mails_leaves_the_same_calendar(web_room: MailRoom) -> None:
    _confirmed(web_room, ONE, TWO)
    web_room.hears(occasion(CHANGED, 2, sessions=[session("first", 31), TWO])).send()
    web_room.hears(occasion(CHANGED, 3, sessions=[session("first", 31)])).send()
    for order in permutations(_asked(web_room)):
        assert CalendarProgram().reads(order).shows == _as_shown(session("first", 31))


def test_late_and_doubled_events_never_let_the_sequence_fall(room: MailRoom) -> None:
    third = occasion(CHANGED, 3, sessions=[session(venue="Lokal C")])
    _confirmed(room, ONE).hears(third).send()
    room.hears(occasion(CHANGED, 2, sessions=[session(venue="Lokal B")]), third).send()
    room.hears(cancelled(3), cancelled(2)).send()
    sequences = [asked.sequence for asked in _asked(room)]
    assert sequences == sorted(set(sequences))
    assert len(sequences) == 3


def test_whatever_happens_the_calendar_shows_the_sessions_as_they_are(web_room: MailRoom) -> None:
    dice = random.Random(20260312)
    held = [ONE]
    _confirmed(web_room, *held)
    for version in range(2, 22):
        held = _altered(held, dice)
        web_room.hears(occasion(CHANGED, version, sessions=held))
        if dice.random() < 0.6:  # else two changes come before the mail goes
            web_room.send()
    assert _calendar(web_room.send()).shows == _as_shown(*held)
    _every_sequence_rises(_asked(web_room))


def test_a_mail_that_is_tried_again_after_a_change_asks_for_what_holds_then(room: MailRoom) -> None:
    moved = [session("first", 31), session("second", 45)]
    _confirmed(room, ONE, TWO)
    for template in ("registration_confirmed", "calendar_entry"):
        _put_off(room, template, timedelta(minutes=1))
    room.hears(occasion(CHANGED, 2, sessions=moved)).send()
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert _calendar(room.send()).shows == _as_shown(*moved)


def test_a_mail_that_is_tried_again_before_the_change_was_told_tells_of_it_each_time(room: MailRoom) -> None:
    _confirmed(room, ONE, TWO)
    for version in (2, 3):
        moved = [session("first", 30 + version), session("second", 44 + version)]
        _put_off(room, "registration_confirmed")
        room.hears(occasion(CHANGED, version, sessions=moved)).send()
        assert room.told[-1][0] == "calendar_entry"
        assert _calendar(room).shows == _as_shown(*moved)


@pytest.mark.parametrize(
    ("change", "template", "why"),
    [
        (occasion(CHANGED, 2, sessions=[ONE]), "calendar_entry", "session_withdrawn"),
        (cancelled(), "calendar_entry", "registration_cancelled"),
    ],
)
def test_an_entry_that_is_not_to_come_is_not_sent(
    web_room: MailRoom, change: Event, template: str, why: str
) -> None:
    _confirmed(web_room, ONE, TWO)
    _put_off(web_room, template)
    web_room.hears(change).send()
    assert (template, why) in web_room.told


def test_a_removal_is_not_sent_when_the_session_is_held_again(web_room: MailRoom) -> None:
    _confirmed(web_room, ONE, TWO).hears(occasion(CHANGED, 2, sessions=[ONE])).send()
    _put_off(web_room, "calendar_removal")
    web_room.hears(occasion(CHANGED, 3, sessions=[ONE, TWO])).send()
    assert ("calendar_removal", "session_is_back") in web_room.told
    assert _calendar(web_room).shows == _as_shown(ONE, TWO)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(datetime(2099, 3, 28, tzinfo=UTC), (8, 7)), (datetime(2099, 10, 24, tzinfo=UTC), (7, 8))],
)
def test_hours_stay_swedish_ones_across_the_change_of_clocks(
    web_room: MailRoom, day: datetime, hours: tuple[int, int]
) -> None:
    sunday = day + timedelta(days=1)
    days = [_at(ONE, day.replace(hour=hours[0])), _at(TWO, sunday.replace(hour=hours[1]))]
    _confirmed(web_room, *days)
    assert _calendar(web_room).shows == _as_shown(*days)
    assert {asked.starts_at.hour for asked in _asked(web_room)} == {9}


@pytest.mark.parametrize(("month", "date"), [(3, 28), (3, 30), (10, 24), (10, 26)])
def test_the_calendar_itself_explains_when_swedish_clocks_change(
    web_room: MailRoom, month: int, date: int
) -> None:
    day = _at(ONE, datetime(2099, month, date, 10, tzinfo=UTC))
    text = str(part(_confirmed(web_room, day).mails[0], "text/calendar").get_content())
    # Under a name that no parser knows by itself.
    renamed = text.replace("Europe/Stockholm", "Carpe/Forum")
    for asked in (by_icalendar(renamed), by_ical(renamed)):
        assert asked.starts_at == day["starts_at"]


def _confirmed(room: MailRoom, *sessions: dict[str, Any]) -> MailRoom:
    held = list(sessions or [ONE])
    return room.hears(occasion(sessions=held), contact(), manage_link(), registered()).send()


def _asked(room: MailRoom) -> list[Asked]:
    return [asked_by(mail) for mail in room.mails if has_calendar(mail)]


def _calendar(room: MailRoom) -> CalendarProgram:
    return CalendarProgram().reads(_asked(room))


def _as_shown(*sessions: dict[str, Any]) -> list[tuple[datetime, datetime, str]]:
    return sorted((one["starts_at"], one["ends_at"], one["venue"]) for one in sessions)


def _altered(held: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    """Of three sessions each is held or not, and sometimes moved."""
    names = [name for name in ("first", "second", "third") if dice.random() < 0.6] or ["first"]
    known = {one["id"]: one for one in held}
    fresh = [session(name, dice.randint(20, 80)) for name in names]
    return [known.get(one["id"], one) if dice.random() < 0.5 else one for one in fresh]


def _every_sequence_rises(asked: list[Asked]) -> None:
    for uid in {one.uid for one in asked}:
        sequences = [one.sequence for one in asked if one.uid == uid]
        assert sequences == sorted(set(sequences))


def _at(one: dict[str, Any], starts_at: datetime) -> dict[str, Any]:
    return one | {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}


def _put_off(room: MailRoom, template: str, delay: timedelta = timedelta(0)) -> None:
    """The mail server took it not, and will be asked again."""
    message = next(message for message in room.messages if message.template == template)
    room.change(message.id, state="queued", due_at=clock.now() + delay)
