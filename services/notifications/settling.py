"""Writing down what became of a message that was handed over, or not."""

import random
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.models import Message
from shared import clock

FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=30)


def settle_sent(session: Session, message: Message) -> None:
    """The server has taken it."""
    _settle(session, message, state="sent", sent_at=clock.now(), error=None, token=None)


def settle_refused(session: Session, message: Message, words: str) -> None:
    """It will never be taken: keep the server's words for the coordinator."""
    _settle(session, message, state="failed", error=words)


def settle_later(session: Session, message: Message, words: str) -> None:
    """Not now: try again after a while that grows, until there is no point any more."""
    now = clock.now()
    if now >= message.give_up_at:
        settle_refused(session, message, words)
    else:
        due_at = now + delay(message.attempts)
        _settle(session, message, state="queued", due_at=due_at, error=words)


def delay(attempts: int) -> timedelta:
    """How long to wait before the next try: growing threefold, with jitter, at most half an hour."""
    grown: timedelta = min(FIRST_DELAY * 3 ** min(attempts - 1, 10), LONGEST_DELAY)
    return grown * random.uniform(0.8, 1.2)


def _settle(session: Session, message: Message, **values: Any) -> None:
    # Only while our lease holds: whoever took over has counted another attempt.
    mine = (Message.state == "sending") & (Message.attempts == message.attempts)
    session.execute(sa.update(Message).where(Message.id == message.id, mine).values(**values))
