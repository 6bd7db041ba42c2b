"""Reading the audit log of a service: filtered, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.audit import audit_entries


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries: both days are Swedish ones and included; `action` may be a beginning, as "occasion."."""

    subject: str | None = None
    staff_id: UUID | None = None
    action: str | None = None
    from_: date | None = None
    to: date | None = None


def find_entries(
    session: Session, wanted: Wanted, number: int = 1, size: int = 50
) -> tuple[Sequence[sa.Row[Any]], int]:
    """One page of the entries, and how many there are on all pages."""
    conditions = _conditions(wanted)
    total = session.scalar(sa.select(sa.func.count()).select_from(audit_entries).where(*conditions))
    rows = session.execute(
        sa.select(audit_entries)
        .where(*conditions)
        .order_by(audit_entries.c.at.desc(), audit_entries.c.id.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    return rows.all(), total or 0


def known_actions(session: Session) -> list[str]:
    """Every action that has been noted."""
    return list(
        session.scalars(sa.select(audit_entries.c.action).distinct().order_by(audit_entries.c.action))
    )


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.subject:
        conditions.append(audit_entries.c.subject == wanted.subject)
    if wanted.staff_id:
        conditions.append(audit_entries.c.staff_id == wanted.staff_id)
    if wanted.action:
        conditions.append(audit_entries.c.action.startswith(wanted.action, autoescape=True))
    if wanted.from_:
        conditions.append(audit_entries.c.at >= clock.midnight(wanted.from_))
    if wanted.to:
        conditions.append(audit_entries.c.at < clock.midnight(wanted.to + timedelta(days=1)))
    return conditions
