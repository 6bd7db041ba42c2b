"""What an operator wants to know of the mail: what waits, for how long, and what became of the day's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.delivery.lanes import LANES
from services.notifications.models import Message
from services.notifications.models.message import State
from shared import clock
from shared.web.figures import Figure

STATES: tuple[State, ...] = get_args(State)
DAY = timedelta(days=1)
# Written out as in the index, which a prepared statement could not prove to fit a parameter.
_IS_UNDER_WAY = sa.text("messages.state IN ('queued', 'sending')")


def mail_figures(session: Session) -> Iterator[Figure]:
    """The letters that are due, by lane, and those of the last 24 hours, by what became of them."""
    now = clock.now()
    waiting = (
        sa.select(Message.lane, sa.func.count(), sa.func.min(Message.due_at))
        .where(_IS_UNDER_WAY, Message.due_at <= now)
        .group_by(Message.lane)
    )
    found = {lane: (count, (now - since).total_seconds()) for lane, count, since in session.execute(waiting)}
    for lane in LANES:
        count, age = found.get(lane, (0, 0.0))
        of_lane = (("lane", lane),)
        yield Figure("mail_due", "Letters that are due and not sent.", count, of_lane)
        yield Figure("mail_due_age_seconds", "For how long the oldest of them has been due.", age, of_lane)
    lately = sa.select(Message.state, sa.func.count()).where(Message.created_at > now - DAY)
    counts = {state: count for state, count in session.execute(lately.group_by(Message.state))}
    for state in STATES:
        sentence = "Letters of the last 24 hours, by what became of them."
        yield Figure("mail_messages", sentence, counts.get(state, 0), (("state", state),))
