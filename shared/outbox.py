"""The outbox: events wait here, in the transaction of the change they report, until they are published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.db import UtcDateTime, backbone, insert_many, many
from shared.envelope import Event, encode
from shared.trace import current_trace
from shared.wake import wake

WAKE = "outbox"
KEEP_PRIVATE = timedelta(days=7)

outbox = sa.Table(
    "outbox",
    backbone,
    sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("type", sa.String(80), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("is_private", sa.Boolean, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=True),  # blank once a private event was handled
    sa.Column("emitted_at", UtcDateTime, nullable=False),
    sa.Column("published_at", UtcDateTime),
    sa.UniqueConstraint("subject", "type", "version"),
)
sa.Index(
    "ix_outbox_unpublished",
    outbox.c.sequence,
    postgresql_where=outbox.c.published_at.is_(None),
    sqlite_where=outbox.c.published_at.is_(None),
)

_EMITTED = ("event_id", "type", "subject", "version", "is_private", "body", "emitted_at")
_UNPUBLISHED = (
    sa.select(outbox.c.sequence, outbox.c.event_id, outbox.c.type, outbox.c.body)
    .where(outbox.c.published_at.is_(None), outbox.c.sequence > sa.bindparam("beyond"))
    .order_by(outbox.c.sequence)
    .limit(sa.bindparam("limit"))
)
_CHOSEN = outbox.c.sequence.in_(sa.bindparam("sequences", expanding=True))
_MARK = sa.update(outbox).where(_CHOSEN).values(published_at=sa.bindparam("now", type_=UtcDateTime))
_BLANK = sa.update(outbox).where(_CHOSEN, outbox.c.is_private).values(body=None)


@dataclass(frozen=True)
class Message:
    """An outbox row on its way to the bus."""

    sequence: int
    event_id: UUID
    type: str
    body: bytes


def emit(session: Session, *events: Event) -> None:
    """Put events into the outbox; they are published after this transaction commits, or never."""
    if not events:
        return
    dialect = session.get_bind().dialect.name
    # On the connection, past the session's bookkeeping: this stands in every transaction there is.
    session.connection().execute(_insertion(dialect), many(dialect, _rows(events)))
    wake(session, WAKE, has_trigger=True)


def emit_with(session: Session, insert: Any, row: Mapping[str, Any], *events: Event) -> bool:
    """As `emit`, together with an INSERT that returns the row it makes: in one trip on PostgreSQL.

    Returns whether it made the row. Where it did not, the caller rolls back: the events are in the outbox.
    """
    dialect = session.get_bind().dialect.name
    if dialect == "sqlite" or not events:  # SQLite has no INSERT within a statement, and no trips either
        is_made = session.connection().execute(insert, row).first() is not None
        emit(session, *events)
        return is_made
    given = {**row, **cast("Mapping[str, Any]", many(dialect, _rows(events)))}
    is_made = session.connection().scalar(_together(insert), given)
    wake(session, WAKE, has_trigger=True)
    return bool(is_made)


@cache
def _together(insert: Any) -> Any:
    told = _insertion("postgresql").returning(outbox.c.sequence).cte("told")
    return sa.select(sa.exists().select_from(insert.cte("made"))).add_cte(told)


def _rows(events: Sequence[Event]) -> list[dict[str, Any]]:
    trace = current_trace()
    return [
        {
            "event_id": event.id,
            "type": event.type.name,
            "subject": event.subject,
            "version": event.version,
            "is_private": event.type.is_private,
            "body": encode(event, trace),
            "emitted_at": event.time,
        }
        for event in events
    ]


@cache
def _insertion(dialect: str) -> Any:
    return insert_many(dialect, outbox, *_EMITTED)


def unpublished(session: Session, limit: int, beyond: int = -1) -> list[Message]:
    """The oldest events that wait; by their state, never by "sequence above the last one seen",
    which skips what a slower transaction commits later. `beyond` passes over what was refused just now.
    """
    rows = session.connection().execute(_UNPUBLISHED, {"limit": limit, "beyond": beyond})
    return [Message(*row) for row in rows]


def mark_published(session: Session, sequences: Sequence[int], *, blank_private: bool) -> None:
    """Note that the bus has confirmed these; blank private bodies where every listener is done."""
    session.connection().execute(_MARK, {"sequences": sequences, "now": clock.now()})
    if blank_private:
        session.connection().execute(_BLANK, {"sequences": sequences})


def wait_again(session: Session, since: datetime) -> int:
    """Let what was published since then be published once more; returns how many events.

    For a broker that lost its messages, or databases restored from copies of different moments: listeners
    pass over what they have handled already.
    """
    done = session.execute(
        sa.update(outbox)
        .where(outbox.c.published_at >= since, outbox.c.body.is_not(None))
        .values(published_at=None)
    )
    wake(session, WAKE)
    return cast("sa.CursorResult[object]", done).rowcount


def blank_private_bodies(session: Session, now: datetime) -> int:
    """Blank the private events published more than seven days ago; returns how many."""
    done = session.execute(
        sa.update(outbox)
        .where(outbox.c.is_private, outbox.c.body.is_not(None))
        .where(outbox.c.published_at < now - KEEP_PRIVATE)
        .values(body=None)
    )
    return cast("sa.CursorResult[object]", done).rowcount


def backlog(session: Session) -> tuple[int, datetime | None]:
    """How many events wait, and since when the oldest does."""
    waiting = outbox.c.published_at.is_(None)
    row = session.execute(sa.select(sa.func.count(), sa.func.min(outbox.c.emitted_at)).where(waiting)).one()
    return row[0], row[1]
