"""A mail server at its worst: every letter is taken exactly once, or stands where the office sees why not.

The one window in which a letter may come twice, the death of the process between the server's yes and our
commit, is tested beside the sender; here nobody dies.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import psycopg
import sqlalchemy as sa

from services.notifications.models import Contact, Message
from services.notifications.operations import new_message, queue_messages
from shared import clock
from shared.ids import new_id
from shared.service import EXTENSION, reading, transaction
from tests.notifications.mail_room import MailRoom
from tests.notifications.scripted_server import HANG_UP, TAKE, scripted_server
from tests.servers.server import free_port

NUMBER = "TROUBLED_LETTERS"  # how many; 5,000 take two minutes
REFUSED = "550 5.1.1 No such person"
_ANSWERS = (TAKE, REFUSED, "450 4.2.0 Busy", "421 4.3.2 Going down", HANG_UP)
_SHARES = (76, 4, 10, 5, 5)


class _Moody(list[str]):
    """Answers at random, always the same ones; an address that is refused once is refused for good."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = random.Random(seed)

    def __bool__(self) -> bool:
        return True

    def pop(self, index: int = 0) -> str:  # type: ignore[override]
        return self._random.choices(_ANSWERS, _SHARES)[0]


def test_each_letter_is_taken_once_or_visibly_refused(room_with: Callable[..., MailRoom]) -> None:
    count, port = int(os.environ.get(NUMBER, "400")), free_port()
    room = room_with(f"smtp://127.0.0.1:{port}", "postgresql")
    _queue(room, count)
    room.send()  # nobody answers yet
    assert set(_states(room)) == {"queued"}
    with scripted_server(port) as server:
        server.answers = _Moody(7)
        _send_until_settled(room)
    taken = Counter(mail["Message-ID"] for mail in server.taken)
    states = _states(room)
    assert set(taken.values()) == {1}
    assert states == {"sent": len(taken), "failed": count - len(taken)}
    assert 0 < states["failed"] < count / 8
    assert _words(room) == {REFUSED}


def test_what_the_server_took_is_noted_though_the_database_went_away(
    room_with: Callable[..., MailRoom],
) -> None:
    with scripted_server() as server:
        room = room_with(f"smtp://127.0.0.1:{server.port}", "postgresql")
        cuts = [lambda: _cut_connections(room)]
        server.on_letter = lambda: cuts.pop()() if cuts else None
        _queue(room, 3)
        room.send()
    assert len(server.taken) == 3
    assert _states(room) == {"sent": 3}


def _cut_connections(room: MailRoom) -> None:
    url = room.app.extensions[EXTENSION].database.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")


def _queue(room: MailRoom, count: int) -> None:
    people = [new_id() for _ in range(count)]
    with room.app.app_context(), transaction() as session:
        session.execute(sa.insert(Contact), [_person(key, number) for number, key in enumerate(people)])
        details = {"title": "Lågaffektivt bemötande"}
        queue_messages(
            session,
            [
                new_message("evaluation_invitation", new_id(), key, details=details, token="t")
                for key in people
            ],
        )


def _person(key: UUID, number: int) -> dict[str, object]:
    words = {"name": "Anna Lindqvist", "email": f"p{number}@example.se", "language": "sv"}
    return {"id": key, "search_text": "", "version": 1, **words}


def _send_until_settled(room: MailRoom) -> None:
    """Time passes by the clock alone: at most as far as three days of patience reach."""
    for hours in range(60):
        with clock.at(clock.now() + timedelta(hours=hours)):
            room.send()
        if not {"queued", "sending"} & set(_states(room)):
            return


def _states(room: MailRoom) -> dict[str, int]:
    with room.app.app_context(), reading() as session:
        rows = session.execute(sa.select(Message.state, sa.func.count()).group_by(Message.state))
        return {state: count for state, count in rows}


def _words(room: MailRoom) -> set[str | None]:
    with room.app.app_context(), reading() as session:
        return set(session.scalars(sa.select(Message.error).where(Message.state == "failed")))
