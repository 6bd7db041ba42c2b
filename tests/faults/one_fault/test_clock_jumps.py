"""The clock jumps a day ahead and an hour back: what is due is done once, and staff stay signed in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.wrappers import Response

from services.notifications.schedule import plan_reminders, send_reminders
from shared import clock
from shared.auth.cookie import NAME, StaffCookie
from shared.db import Database
from shared.envelope import encode
from shared.events import PAGE, AttendanceRecorded
from shared.ids import new_id
from shared.inbox import Inbox
from tests.applications import Applications
from tests.notifications.happenings import contact, manage_link, occasion, registered, session
from tests.notifications.mail_room import MailRoom
from tests.shared.conftest import database
from tests.shared.happenings import attendance, note, noted, refuse_odd_versions

__all__ = ["database"]  # a fixture
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def engine() -> str:
    """One engine is enough: what is due is asked alike on both."""
    return "sqlite"


def test_a_retry_is_tried_when_its_time_has_come_and_once_whatever_the_clock_did(database: Database) -> None:
    event, now = attendance(version=1), clock.now()
    healthy = Inbox(database, PAGE, {AttendanceRecorded: note})
    Inbox(database, PAGE, {AttendanceRecorded: refuse_odd_versions}).take([encode(event)])
    for jump, tried in ((-HOUR, 0), (DAY, 1), (-HOUR, 0), (2 * DAY, 0)):
        with clock.at(now + jump):
            assert healthy.retry_due() == tried
            healthy.take([encode(event)])  # and it is not taken anew either
    assert noted(database) == [event.id]


def test_letters_and_reminders_go_out_once_whatever_the_clock_did(
    applications: Applications, fresh_database: Callable[[str, str], str], tmp_path: object
) -> None:
    url = fresh_database("notifications", "sqlite")
    with applications.lend("notifications", url, mail_folder=f"{tmp_path}/mail") as app:
        room, now = MailRoom(app), clock.now()
        room.hears(occasion(sessions=[session(days=30)]), contact(), manage_link(), registered()).send()
        jumps = (day * DAY + jump for day in range(14, 31) for jump in (timedelta(), -HOUR, timedelta()))
        for jump in (DAY, -HOUR, *jumps, timedelta()):
            with clock.at(now + jump), app.app_context():
                plan_reminders()
                while send_reminders():
                    pass
                room.send()
        assert sorted(str(mail["Subject"]).partition(":")[0] for mail in room.mails) == [
            "Du har en plats", "Snart dags", "Snart dags",
        ]  # fmt: skip
        assert {message.state for message in room.messages} == {"sent"}


def test_staff_stay_signed_in_when_the_clock_goes_back_and_not_when_it_goes_a_day_ahead() -> None:
    cookie, answer, now = StaffCookie("k" * 40, "http://x", 8 * HOUR, 7 * DAY), Response(), clock.now()
    cookie.write(answer, new_id(), 1)
    value = answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    for jump, is_let_in in ((-HOUR, True), (HOUR, True), (DAY, False)):
        with clock.at(now + jump):
            assert (cookie.read({NAME: value}) is not None) is is_let_in
