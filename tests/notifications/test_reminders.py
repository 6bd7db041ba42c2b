"""Reminders before an occasion: rows that follow it, each sent once, in the morning as the wall has it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from services.notifications.models import Reminder
from services.notifications.settings import Settings
from services.notifications.telling.reminders import due_at, plan_all_reminders, queue_due_reminders
from shared import clock, events
from shared.ids import new_id
from shared.service import reading, transaction
from shared.settings import SettingsAreWrong, load
from tests.notifications.happenings import OCCASION, contact, manage_link, occasion, registered
from tests.notifications.happenings import cancelled as left
from tests.notifications.mail_room import MailRoom, text_of

FIRST_DAY = date(2027, 5, 20)
TWO_WEEKS_BEFORE, TWO_DAYS_BEFORE = date(2027, 5, 6), date(2027, 5, 18)
CONFIRMED = (contact(), manage_link(), registered())
LONG_BEFORE = clock.local_moment(date(2027, 3, 1), time(12))


@pytest.fixture(autouse=True)
def long_before() -> Iterator[None]:
    """Everybody registers in March."""
    with clock.at(LONG_BEFORE):
        yield


def test_a_reminder_goes_out_two_weeks_and_two_days_before(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED).send()
    _played(room, TWO_WEEKS_BEFORE)
    assert _reminded(room) == ["sent"]
    _played(room, TWO_DAYS_BEFORE)
    assert _reminded(room) == ["sent", "sent"]
    reminder = room.mails[-1]
    assert reminder["Subject"] == "Snart dags: Lågaffektivt bemötande"
    lines = text_of(reminder).splitlines()
    assert lines[lines.index("  Torsdag 20 maj 2027 kl. 09.00–16.00") + 1] == "  https://mote.example/kurs"
    assert "text/calendar" not in [part.get_content_type() for part in reminder.walk()]


def test_a_minute_before_its_moment_nobody_is_reminded(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED).send()
    _played(room, TWO_WEEKS_BEFORE, time(7, 59))
    assert _reminded(room) == []


@pytest.mark.parametrize(
    ("first_day", "days", "hour"),
    [
        (date(2027, 3, 29), 2, 7),
        (date(2027, 3, 30), 2, 6),
        (date(2027, 11, 1), 2, 6),
        (date(2027, 11, 2), 2, 7),
    ],
)
def test_the_morning_stays_the_morning_when_the_clocks_change(first_day: date, days: int, hour: int) -> None:
    begins_at = clock.local_moment(first_day, time(9))
    moment = due_at(begins_at, days)
    assert moment == datetime.combine(first_day - timedelta(days=days), time(hour), UTC)
    assert clock.local(moment).time() == time(8)


def test_an_occasion_late_in_the_evening_is_reminded_of_by_its_own_day() -> None:
    assert clock.local(due_at(clock.local_moment(FIRST_DAY, time(0, 30)), 2)).date() == TWO_DAYS_BEFORE


def test_a_reminder_moves_with_its_occasion(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED, _on(date(2027, 6, 20), version=2))
    assert _rows(room) == [(2, date(2027, 6, 18)), (14, date(2027, 6, 6))]


def test_what_went_out_goes_out_again_only_for_another_day(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED).send()
    _played(room, TWO_WEEKS_BEFORE)
    with clock.at(_at(TWO_WEEKS_BEFORE, 9)):
        room.hears(_on(FIRST_DAY, version=2, venue="Annan lokal")).send()
    _played(room, TWO_WEEKS_BEFORE, time(10))
    assert _reminded(room) == ["sent"]
    with clock.at(_at(TWO_WEEKS_BEFORE, 11)):
        room.hears(_on(date(2027, 6, 20), version=3)).send()
    _played(room, date(2027, 6, 6))
    assert _reminded(room) == ["sent", "sent"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (events.OccasionCancelled, {"state": "cancelled", "reason": "Föreläsaren är sjuk."}),
        (events.OccasionCompleted, {"state": "completed", "present": []}),
    ],
)
def test_reminders_are_gone_when_the_occasion_is(room: MailRoom, kind: Any, told: dict[str, Any]) -> None:
    room.hears(_on(FIRST_DAY), occasion(kind, version=2, sessions=_sessions(FIRST_DAY), **told))
    assert _rows(room) == []


def test_who_has_left_or_waits_is_not_reminded(room: MailRoom) -> None:
    waiting = registered(registration=new_id(), status="waiting", position=1)
    room.hears(_on(FIRST_DAY), *CONFIRMED, left(), waiting).send()
    _played(room, TWO_WEEKS_BEFORE)
    assert _reminded(room) == []


def test_who_leaves_before_the_mail_goes_out_gets_none(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED).send()
    with clock.at(_at(TWO_WEEKS_BEFORE)):
        _queue(room)
        room.hears(left()).send()
    assert _reminded(room) == ["registration_cancelled"]


def test_who_registered_the_day_before_is_not_reminded_at_once(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY))
    with clock.at(_at(TWO_WEEKS_BEFORE, 20) - timedelta(days=1)):
        room.hears(*CONFIRMED).send()
    _played(room, TWO_WEEKS_BEFORE)
    assert _reminded(room) == []


def test_a_reminder_whose_moment_has_passed_is_not_made(room: MailRoom) -> None:
    with clock.at(_at(TWO_WEEKS_BEFORE, 9)):
        room.hears(_on(FIRST_DAY))
    assert _rows(room) == [(2, TWO_DAYS_BEFORE)]


def test_after_a_standstill_a_reminder_goes_out_while_it_is_of_use(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED).send()
    _played(room, TWO_WEEKS_BEFORE + timedelta(days=3))
    assert _reminded(room) == ["sent"]


def test_after_a_standstill_nobody_is_reminded_of_what_begins_within_a_day(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED).send()
    _played(room, FIRST_DAY - timedelta(days=1), time(10))
    assert _reminded(room) == []
    _played(room, FIRST_DAY - timedelta(days=1), time(11))
    assert _reminded(room) == []


def test_several_workers_and_restarts_send_each_once(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY), *CONFIRMED).send()
    with room.app.app_context(), clock.at(_at(TWO_WEEKS_BEFORE)):
        with transaction() as session:
            assert queue_due_reminders(session) == 1
        with transaction() as session:
            assert queue_due_reminders(session) == 0
    with room.app.app_context(), transaction() as session:
        session.execute(sa.update(Reminder).values(settled_at=None))  # as if it had been forgotten
    _played(room, TWO_WEEKS_BEFORE)
    assert _reminded(room) == ["sent"]


def test_occasions_from_before_there_were_reminders_get_theirs(room: MailRoom) -> None:
    room.hears(_on(FIRST_DAY))
    with room.app.app_context(), transaction() as session:
        session.execute(sa.delete(Reminder))
        plan_all_reminders(session)
    assert len(_rows(room)) == 2


@pytest.mark.parametrize("days", ["two", "0", "14,2", "400"])
def test_days_that_are_none_stop_the_start(days: str) -> None:
    with pytest.raises(SettingsAreWrong, match="REMIND_BEFORE"):
        load(Settings, database_url="sqlite://", secret_key="k" * 40, remind_before=days)


def _on(day: date, version: int = 1, venue: str = "https://mote.example/kurs") -> Any:
    kind = events.OccasionPublished if version == 1 else events.OccasionChanged
    return occasion(kind, version, sessions=_sessions(day, venue))


def _sessions(day: date, venue: str = "https://mote.example/kurs") -> list[dict[str, Any]]:
    starts_at, ends_at = clock.local_moment(day, time(9)), clock.local_moment(day, time(16))
    return [{"id": OCCASION, "starts_at": starts_at, "ends_at": ends_at, "venue": venue}]


def _at(day: date, hour: int = 8) -> datetime:
    return clock.local_moment(day, time(hour))


def _played(room: MailRoom, day: date, at: time = time(8)) -> None:
    with clock.at(clock.local_moment(day, at)):
        _queue(room)
        room.send()


def _queue(room: MailRoom) -> None:
    app: Flask = room.app
    with app.app_context(), transaction() as session:
        queue_due_reminders(session)


def _reminded(room: MailRoom) -> list[str]:
    return [state for template, state in room.told if template == "occasion_reminder"]


def _rows(room: MailRoom) -> list[tuple[int, date]]:
    with room.app.app_context(), reading() as session:
        rows = session.scalars(sa.select(Reminder).order_by(Reminder.days_before)).all()
    return [(row.days_before, clock.local(row.due_at).date()) for row in rows]
