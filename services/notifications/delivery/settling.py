"""Writing down what became of a message that was handed over, or not."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.delivery.pieces import DueMessage, Pieces
from services.notifications.models import Message
from shared import clock

FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=30)

# A message's new state, as columns of its row.
Outcome = dict[str, Any]

_MESSAGES = table_of(Message)
_SETTLED = ("state", "error", "due_at", "sent_at", "token")
# Only while our lease holds: whoever took over has counted another attempt.
_SETTLE = (
    sa.update(_MESSAGES)
    .where(_MESSAGES.c.id == sa.bindparam("row"), _MESSAGES.c.state == "sending")
    .where(_MESSAGES.c.attempts == sa.bindparam("attempt"))
    .values({name: sa.bindparam(name, type_=_MESSAGES.c[name].type) for name in _SETTLED})
)

_GIVE_BACK = (
    sa.update(_MESSAGES)
    .where(_MESSAGES.c.id == sa.bindparam("row"), _MESSAGES.c.state == "sending")
    .where(_MESSAGES.c.attempts == sa.bindparam("attempt"))
    .values(
        state="queued",
        attempts=_MESSAGES.c.attempts - 1,
        due_at=sa.bindparam("queued_at", type_=_MESSAGES.c.due_at.type),
    )
)


def sent(message: DueMessage) -> Outcome:
    """The server has taken it; the secret in it has done its service."""
    return _outcome(message, state="sent", sent_at=clock.now(), token=None)


def refused(message: DueMessage, words: str) -> Outcome:
    """It will never be taken: keep the server's words for the coordinator."""
    return _outcome(message, state="failed", error=words)


def later(message: DueMessage, words: str) -> Outcome:
    """Not now: try again after a while that grows, until there is no point any more."""
    now = clock.now()
    if now >= message.give_up_at:
        return refused(message, words)
    return _outcome(message, state="queued", due_at=now + delay(message.attempts), error=words)


def settle(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of these messages, except where another sender has taken over."""
    if outcomes:
        session.connection().execute(_SETTLE, outcomes if len(outcomes) > 1 else outcomes[0])


def give_back(session: Session, untried: Sequence[Pieces]) -> None:
    """Put messages that were claimed and never tried back into their places, as if nobody had taken them."""
    rows = [
        {"row": pieces.message.id, "attempt": pieces.message.attempts, "queued_at": pieces.queued_at}
        for pieces in untried
    ]
    if rows:
        session.connection().execute(_GIVE_BACK, rows if len(rows) > 1 else rows[0])


def delay(attempts: int) -> timedelta:
    """How long to wait before the next try: growing threefold, with jitter, at most half an hour."""
    grown: timedelta = min(FIRST_DELAY * 3 ** min(attempts - 1, 10), LONGEST_DELAY)
    return grown * random.uniform(0.8, 1.2)


def _outcome(message: DueMessage, **changes: Any) -> Outcome:
    unchanged = {"error": None, "due_at": message.due_at, "sent_at": None, "token": message.token}
    return {"row": message.id, "attempt": message.attempts, **unchanged, **changes}
