"""What the notifications service tells its operator of the mail."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from services.notifications.figures import mail_figures
from services.notifications.models import Message
from shared import clock
from shared.ids import new_id
from shared.service import reading, transaction
from tests.notifications.mail_room import MailRoom

Told = dict[tuple[str, str], float]


def test_without_mail_every_figure_is_there_and_nought(room: MailRoom) -> None:
    told = _told(room)
    assert set(told.values()) == {0}
    assert ("mail_due", "prompt") in told and ("mail_messages", "bounced") in told


def test_what_is_due_is_counted_with_its_age_and_what_is_not_yet_due_is_not(room: MailRoom) -> None:
    now = clock.now()
    _letters(
        room,
        ("prompt", "queued", now - timedelta(minutes=5)),
        ("prompt", "sending", now - timedelta(minutes=1)),
    )
    _letters(room, ("prompt", "queued", now + timedelta(days=1)), ("bulk", "sent", now - timedelta(days=1)))
    told = _told(room)
    assert (told["mail_due", "prompt"], told["mail_due", "bulk"]) == (2, 0)
    assert 300 <= told["mail_due_age_seconds", "prompt"] < 360
    assert told["mail_due_age_seconds", "bulk"] == 0


def test_the_last_days_letters_are_counted_by_what_became_of_them(room: MailRoom) -> None:
    now = clock.now()
    _letters(room, ("prompt", "sent", now), ("bulk", "sent", now), ("bulk", "failed", now))
    _letters(room, ("bulk", "failed", now), created=now - timedelta(hours=25))
    told = _told(room)
    assert (told["mail_messages", "sent"], told["mail_messages", "failed"]) == (2, 1)


def _told(room: MailRoom) -> Told:
    with room.app.app_context(), reading() as session:
        return {(figure.name, figure.labels[0][1]): figure.value for figure in mail_figures(session)}


def _letters(room: MailRoom, *letters: tuple[str, str, Any], created: Any = None) -> None:
    """Letters of a lane and state that are due then."""
    rows = [
        {"id": new_id(), "template": "moved_up", "lane": lane, "event_id": new_id(), "contact_id": new_id()}
        | {"message_id": str(new_id()), "details": {}, "state": state, "attempts": 0, "due_at": due_at}
        | {"give_up_at": due_at, "created_at": created or clock.now()}
        for lane, state, due_at in letters
    ]
    with room.app.app_context(), transaction() as session:
        session.execute(sa.insert(Message), rows)
