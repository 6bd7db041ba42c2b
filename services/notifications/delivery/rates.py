"""How many letters of a lane may leave: one clock for each lane in the database, which all workers share.

The virtual scheduling of the generic cell rate algorithm (ITU-T I.371). A letter counts when it is claimed,
so a worker that dies has spent its share and never sent too much.
"""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.delivery.lanes import Lane
from services.notifications.models import LaneClock
from services.notifications.settings import Settings
from shared import clock
from shared.db import insert
from shared.service import service

CATCH_UP = timedelta(seconds=1)  # how much of an idle time may be made up for at once

_CLOCKS = table_of(LaneClock)


def allowance(session: Session, lane: Lane, limit: int) -> int:
    """How many letters of the lane may be claimed now, at most `limit`; locks the clock of a limited lane."""
    rate = _rate(lane)
    if not rate:
        return limit
    session.execute(
        insert(session, LaneClock).values(lane=lane, free_at=clock.now() - CATCH_UP).on_conflict_do_nothing()
    )
    found = sa.select(_CLOCKS.c.free_at).where(_CLOCKS.c.lane == lane).with_for_update()
    waited = clock.now() - session.execute(found).scalar_one()
    if waited < timedelta(0):
        return 0
    ready: int = 1 + min(waited, CATCH_UP) // _interval(rate)
    return min(limit, ready)


def spend(session: Session, lane: Lane, count: int) -> None:
    """Note that so many letters of the lane have been claimed."""
    rate = _rate(lane)
    if rate and count:
        mine = _CLOCKS.c.lane == lane
        free_at = session.execute(sa.select(_CLOCKS.c.free_at).where(mine)).scalar_one()
        begins = max(free_at, clock.now() - CATCH_UP)
        session.execute(sa.update(_CLOCKS).where(mine).values(free_at=begins + _interval(rate) * count))


def _rate(lane: Lane) -> int:
    settings = service().settings
    assert isinstance(settings, Settings)
    return settings.prompt_rate if lane == "prompt" else settings.bulk_rate


def _interval(rate: int) -> timedelta:
    return timedelta(minutes=1) / rate
