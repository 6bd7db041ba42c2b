"""What happens at the same time, on PostgreSQL: nothing waits for ever, and no change is missed."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from services.notifications.delivery.claiming import claim
from services.notifications.delivery.settling import sent, settle
from services.notifications.handlers import tell_participants
from shared import events
from shared.service import EXTENSION, transaction
from tests.events import handed
from tests.notifications.happenings import contact, manage_link, occasion, registered, session
from tests.notifications.mail_room import MailRoom
from tests.notifications.scripted_server import scripted_server


@pytest.fixture
def room(room_with: Callable[..., MailRoom]) -> Iterator[MailRoom]:
    """A mail room on PostgreSQL, which lets two write at once."""
    with scripted_server() as server:
        yield room_with(server.url, "postgresql")


def test_two_consumers_that_store_two_pieces_at_once_do_not_miss_each_other(room: MailRoom) -> None:
    with room.app.app_context(), transaction() as session_of_one:
        tell_participants(session_of_one, [registered()])
        room.hears(occasion(), contact(), manage_link())  # by another consumer, before the first commits
    assert [message.state for message in room.send().messages] == ["sent"]


def test_a_change_that_comes_while_the_confirmation_goes_out_is_told(room: MailRoom) -> None:
    room.hears(occasion(), contact(), manage_link(), registered())
    change = occasion(events.OccasionChanged, 2, sessions=[session(venue="Ny lokal")])
    other = threading.Thread(target=handed, args=(room.app, change))
    with room.app.app_context(), transaction() as session_of_sender:
        [pieces] = claim(session_of_sender)
        other.start()
        _wait_until_somebody_waits(room.app)
    other.join()
    with room.app.app_context(), transaction() as session_of_sender:
        settle(session_of_sender, [sent(pieces.message)])
    assert room.send().told == [("registration_confirmed", "sent"), ("occasion_changed", "sent")]


def test_a_sender_passes_by_what_a_handler_is_changing(room: MailRoom) -> None:
    room.hears(occasion(), contact(), manage_link(), registered())
    with room.app.app_context(), transaction() as session_of_handler:
        tell_participants(session_of_handler, [registered(version=2)])
        assert _claimed_by_another(room.app) == 0
    assert len(room.send().messages) == 2


def _wait_until_somebody_waits(app: Flask) -> None:
    database = app.extensions[EXTENSION].database
    ours = "datname = current_database() AND wait_event_type = 'Lock'"
    waiting = f"SELECT count(*) FROM pg_stat_activity WHERE {ours}"
    for _ in range(1000):
        with database.read() as reader:
            if reader.connection().exec_driver_sql(waiting).scalar():
                return
    pytest.fail("nobody waited for the sender's lock")


def _claimed_by_another(app: Flask) -> int:
    counts: list[int] = []

    def run() -> None:
        with app.app_context(), transaction() as session_of_sender:
            counts.append(len(claim(session_of_sender)))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return counts[0]
