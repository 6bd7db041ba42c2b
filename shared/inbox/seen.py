"""Which events are news: each id once, and of each subject and type only the newest version."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.db import insert_many, many
from shared.envelope import Event
from shared.inbox.tables import inbox, latest

Batch = list[tuple[Event, bytes]]


def fresh(session: Session, events: Mapping[UUID, tuple[Event, bytes]]) -> Batch:
    """Those of the events that were not seen before and are not older than what was."""
    if not events:
        return []
    now = clock.now()
    rows = [{"event_id": event_id, "received_at": now} for event_id in sorted(events)]
    dialect = session.get_bind().dialect.name
    new = session.connection().scalars(_newcomers(dialect), many(dialect, rows)).all()
    highest: dict[tuple[str, str], Event] = {}
    for event_id in new:
        event = events[event_id][0]
        key = (event.subject, event.type.name)
        if key not in highest or highest[key].version < event.version:
            highest[key] = event
    ahead = _advance(session, list(highest.values()))
    fresh = {event.id for key, event in highest.items() if key in ahead}
    return [pair for event_id, pair in events.items() if event_id in fresh]


def _advance(session: Session, events: Sequence[Event]) -> set[tuple[str, str]]:
    if not events:
        return set()
    rows = [
        {"subject": event.subject, "type": event.type.name, "version": event.version}
        for event in sorted(events, key=lambda event: (event.subject, event.type.name))
    ]  # in one order everywhere, so that two consumers never wait for each other in a circle
    dialect = session.get_bind().dialect.name
    return {
        (subject, kind)
        for subject, kind in session.connection().execute(_ahead(dialect), many(dialect, rows))
    }


@cache
def _newcomers(dialect: str) -> Any:
    # RETURNING, not the row count, which psycopg does not give for ON CONFLICT DO NOTHING
    statement = insert_many(dialect, inbox, "event_id", "received_at")
    return statement.on_conflict_do_nothing().returning(inbox.c.event_id)


@cache
def _ahead(dialect: str) -> Any:
    statement = insert_many(dialect, latest, "subject", "type", "version")
    return statement.on_conflict_do_update(
        index_elements=[latest.c.subject, latest.c.type],
        set_={"version": statement.excluded.version},
        where=latest.c.version < statement.excluded.version,
    ).returning(latest.c.subject, latest.c.type)


def is_outdated(session: Session, event: Event) -> bool:
    """Whether a later version of the event's subject and type has been handled meanwhile."""
    known = session.scalar(
        sa.select(latest.c.version).where(latest.c.subject == event.subject, latest.c.type == event.type.name)
    )
    return known is not None and known > event.version
