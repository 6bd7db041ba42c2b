"""The flow of events: what one service can tell of their way, as emitter and as listener."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import outbox_search
from shared.db import has_text
from shared.inbox.described import described, shown_error
from shared.inbox.tables import failed, inbox, retries

WAITING = 20  # of those that wait for a retry, the next ones are told
STUCK = 20  # of those of one trace that wait or failed
_TRACEPARENT = len("00-0123456789abcdef0123456789abcdef")

Told = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked about: events of a subject, one event, those of a trace about a moment; or all."""

    subject: str | None = None
    event: UUID | None = None
    trace: str | None = None
    at: datetime | None = None


def emitted(session: Session, wanted: Wanted) -> Sequence[Told]:
    """The events that this service emitted, the oldest first."""
    found: dict[int, sa.Row[Any]] = {}
    if wanted.subject:
        found |= {row.sequence: row for row in outbox_search.by_subject(session, wanted.subject)}
    if wanted.event:
        found |= {row.sequence: row for row in outbox_search.by_id(session, wanted.event)}
    if wanted.trace:
        found |= {row.sequence: row for row in outbox_search.by_trace(session, wanted.trace, wanted.at)}
    return [{**row._mapping, "trace": _trace(row.body)} for _, row in sorted(found.items())]


def received(session: Session, ids: Sequence[UUID]) -> Sequence[Told]:
    """What became of these events here; those that have not arrived are left out."""
    told: dict[UUID, dict[str, Any]] = {}
    for row in session.execute(sa.select(inbox).where(inbox.c.event_id.in_(ids))):
        told[row.event_id] = {"state": "received", "received_at": row.received_at}
    for row in session.execute(sa.select(retries).where(retries.c.event_id.in_(ids))):
        told.setdefault(row.event_id, {}).update(
            state="retrying",
            attempts=row.attempts,
            due_at=row.due_at,
            error=shown_error(row.error, row.type),
        )
    for row in session.execute(sa.select(failed).where(failed.c.event_id.in_(ids)).order_by(failed.c.id)):
        told.setdefault(row.event_id, {}).update(
            state="discarded" if row.discarded_at else "failed",
            failed_id=row.id,
            failed_at=row.failed_at,
            error=shown_error(row.error, row.type),
            discarded_at=row.discarded_at,
            discarded_by=row.discarded_by,
            reason=row.discarded_because,
        )
    return [{"event_id": event_id, **found} for event_id, found in told.items()]


def stuck(session: Session, trace: str) -> Sequence[UUID]:
    """The events of a trace, or of one that begins so, that wait for a retry here or failed.

    Who emitted a private event may have blanked it by then, and no longer knows its trace.
    """
    found: dict[UUID, None] = {}
    for table in (failed, retries):
        within = has_text(session, table.c.body, [outbox_search.in_trace(trace)])
        ids = sa.select(table.c.event_id).where(table.c.event_id.is_not(None), within).limit(STUCK)
        found |= dict.fromkeys(session.scalars(ids))
    return list(found)[:STUCK]


def waiting(session: Session) -> Sequence[Told]:
    """The events that are tried again next."""
    rows = session.execute(sa.select(retries).order_by(retries.c.due_at).limit(WAITING))
    return [described(row) for row in rows]


def _trace(body: bytes | None) -> str | None:
    traceparent = orjson.loads(body).get("traceparent") if body else None
    return traceparent[3:_TRACEPARENT] if traceparent else None
