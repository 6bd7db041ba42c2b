"""Rebuilding read models: which rebuild is under way, how far it has read, and what became of it.

While one is open, what arrives is handled twice: in the shadow that grows beside (shadow.py), and as always.
In the end the shadow's tables take the place of those that readers have (swap.py).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.db import UtcDateTime, backbone

OPEN, DONE, GIVEN_UP = "open", "done", "given_up"
FORGOTTEN_AFTER = timedelta(hours=1)  # without any progress

rebuilds = sa.Table(
    "rebuilds",
    backbone,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("touched_at", UtcDateTime, nullable=False),
    # How far each neighbour's archive has been read: {"registration": 4711}.
    sa.Column("read_to", sa.JSON, nullable=False),
    sa.Column("error", sa.Text),
)
_is_open = rebuilds.c.state == OPEN
sa.Index(
    "uq_rebuilds_one_open", rebuilds.c.state, unique=True, postgresql_where=_is_open, sqlite_where=_is_open
)

# Held by everybody who writes into the shadow until their transaction ends, so that none of it comes too late
# to be swapped in; noting how far a rebuild has read does not wait for it.
_OPEN = sa.select(rebuilds.c.id).where(_is_open).with_for_update(read=True, key_share=True)


def open_rebuild(session: Session) -> UUID | None:
    """The rebuild that is under way, which then neither ends nor is given up before this transaction does."""
    return cast("UUID | None", session.connection().scalar(_OPEN))


def begin_rebuild(session: Session, rebuild_id: UUID) -> None:
    """Note that a rebuild begins, now that its shadow is there."""
    now = clock.now()
    row = {"id": rebuild_id, "state": OPEN, "started_at": now, "touched_at": now, "read_to": {}}
    session.execute(sa.insert(rebuilds).values(row))


def read_so_far(session: Session, rebuild_id: UUID) -> Mapping[str, int]:
    """How far each neighbour's archive has been read."""
    return session.scalar(sa.select(rebuilds.c.read_to).where(rebuilds.c.id == rebuild_id)) or {}


def note_read(session: Session, rebuild_id: UUID, neighbour: str, read_to: int) -> None:
    """Note how far a neighbour's archive has been read, in the transaction of what was read."""
    known = read_so_far(session, rebuild_id)
    values = {"read_to": {**known, neighbour: read_to}, "touched_at": clock.now()}
    session.execute(sa.update(rebuilds).where(rebuilds.c.id == rebuild_id).values(values))


def end_rebuild(session: Session, rebuild_id: UUID, state: str, error: str | None = None) -> None:
    """Note that a rebuild is done, or given up and why."""
    values = {"state": state, "touched_at": clock.now(), "error": error}
    session.execute(sa.update(rebuilds).where(rebuilds.c.id == rebuild_id, _is_open).values(values))


def give_up_open(session: Session, why: str) -> None:
    """Give up the rebuild that is under way, if one is: its shadow is not here."""
    values = {"state": GIVEN_UP, "touched_at": clock.now(), "error": why}
    session.execute(sa.update(rebuilds).where(_is_open).values(values))


def give_up_forgotten(session: Session) -> bool:
    """Give up a rebuild whose command is long gone: every event costs twice. Returns whether there was."""
    forgotten = rebuilds.c.touched_at < clock.now() - FORGOTTEN_AFTER
    values = {"state": GIVEN_UP, "error": "its command was gone"}
    given_up = sa.update(rebuilds).where(_is_open, forgotten).values(values).returning(rebuilds.c.id)
    return session.scalar(given_up) is not None
