"""The audit log: who did what, and when, written in the transaction of the deed itself.

An entry names its subject by id, and says what changed in codes, numbers, dates, ids and names of fields:
never in the words that somebody wrote, but for the reason that the law wants for a correction.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.db import UtcDateTime, backbone
from shared.ids import new_id
from shared.trace import current_trace

# Five years: as long as a decision about somebody may have to be explained.
KEPT = timedelta(days=5 * 365)

ActorKind = Literal["staff", "participant", "job", "command"]

_CODE = re.compile(r"[\w.:/+-]{0,80}", re.ASCII)

audit_entries = sa.Table(
    "audit_entries",
    backbone,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(12), nullable=False),
    sa.Column("staff_id", sa.Uuid),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("trace", sa.String(32)),
    sa.Index("ix_audit_entries_at", "at"),
    sa.Index("ix_audit_entries_subject", "subject"),
    sa.Index("ix_audit_entries_staff_id", "staff_id"),
)


class DetailIsText(TypeError):
    """A detail that may be somebody's name or words."""


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a member of staff by their id, somebody with a link, a job, or a command."""

    kind: ActorKind
    staff_id: UUID | None = None


_actor: ContextVar[Callable[[], Actor] | None] = ContextVar("actor", default=None)


@contextmanager
def acting(who: Callable[[], Actor]) -> Iterator[None]:
    """The work of this block is done by `who`, which is asked only when there is something to note."""
    token = _actor.set(who)
    try:
        yield
    finally:
        _actor.reset(token)


def current_actor() -> Actor:
    """Who does the work at hand; outside a request or a loop it is a command."""
    who = _actor.get()
    return who() if who else Actor("command")


def job() -> Actor:
    """The actor of what a service does by itself."""
    return Actor("job")


def note(
    session: Session, action: str, subject: UUID | str, *, reason: str | None = None, **details: Any
) -> None:
    """Write one entry; `action` is as "occasion.changed", `reason` the staff's own words for a correction.

    Raises DetailIsText.
    """
    who, trace = current_actor(), current_trace()
    session.execute(
        sa.insert(audit_entries).values(
            id=new_id(),
            at=clock.now(),
            actor=who.kind,
            staff_id=who.staff_id,
            action=action,
            subject=str(subject),
            details={name: _plain(name, value) for name, value in details.items()},
            reason=reason,
            trace=trace[3:35] if trace else None,
        )
    )


def _plain(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return [_plain(name, item) for item in (value if isinstance(value, Sequence) else sorted(value))]
    raise DetailIsText(f"{name}: an audit entry has codes, numbers, dates, ids and names of fields only")


def forget_reasons(session: Session, subjects: Sequence[UUID]) -> None:
    """Blank what staff wrote about somebody who was erased; that something was done stays."""
    theirs = audit_entries.c.subject.in_([str(subject) for subject in subjects])
    session.execute(sa.update(audit_entries).where(theirs).values(reason=None))


def forget_old_entries(session: Session, before: datetime) -> None:
    """Drop what is older than the log is kept."""
    session.execute(sa.delete(audit_entries).where(audit_entries.c.at < before))
