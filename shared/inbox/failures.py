"""What becomes of an event whose handler fails: tried again with growing delays, in the end parked."""

import random
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from shared import clock
from shared.envelope import Event
from shared.ids import new_id
from shared.inbox.tables import failed, retries
from shared.logging import masked
from shared.wake import wake

log = structlog.get_logger(__name__)

WAKE = "retries"
ATTEMPTS = 8
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=1), timedelta(hours=1)


def put_off(session: Session, event: Event, body: bytes, attempts: int, error: Exception) -> None:
    # It may quote what the event carries, which is not to stand here longer than the event.
    reason = masked(f"{type(error).__name__}: {error}")[:2000]
    log.warning("event_failed", event_id=str(event.id), type=event.type.name, attempts=attempts)
    if attempts >= ATTEMPTS:
        park(session, event, body, reason)
        return
    values = {
        "event_id": event.id,
        "type": event.type.name,
        "body": body,
        "attempts": attempts,
        "due_at": clock.now() + delay(attempts),
        "error": reason,
    }
    session.execute(sa.insert(retries).values(values))
    wake(session, WAKE)


def delay(attempts: int) -> timedelta:
    """How long to wait before the next try: growing fourfold, with jitter, at most an hour."""
    grown: timedelta = min(FIRST_DELAY * 4 ** (attempts - 1), LONGEST_DELAY)
    return grown * random.uniform(0.8, 1.2)


def park(session: Session, event: Event | None, body: bytes, error: str) -> None:
    if event is None and _is_parked(session, body):
        return  # it came again, since nobody lived to acknowledge it; without an id its bytes tell
    reason = masked(error)[:2000]
    log.error("event_parked", type=event.type.name if event else None, error=reason)
    session.execute(
        sa.insert(failed).values(
            id=new_id(),
            event_id=event.id if event else None,
            type=event.type.name if event else None,
            body=body,
            error=reason,
            failed_at=clock.now(),
        )
    )


def _is_parked(session: Session, body: bytes) -> bool:
    same = sa.exists().where(
        failed.c.event_id.is_(None), failed.c.body == body, failed.c.discarded_at.is_(None)
    )
    return bool(session.scalar(sa.select(same)))


def troubles(session: Session) -> tuple[int, int, datetime | None]:
    """How many events wait for a retry, how many are parked, and when the next retry is due."""
    waiting, due = session.execute(
        sa.select(sa.func.count(), sa.func.min(retries.c.due_at)).select_from(retries)
    ).one()
    parked = session.scalar(
        sa.select(sa.func.count()).select_from(failed).where(failed.c.discarded_at.is_(None))
    )
    return waiting, parked or 0, due
