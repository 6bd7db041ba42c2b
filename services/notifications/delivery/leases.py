"""Writing down what was claimed: each statement is made once and carries many messages."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.delivery.pieces import GroupNow, Pieces, RegistrationNow
from services.notifications.models import Group, Message, Registration

_MESSAGES, _REGISTRATIONS, _GROUPS = table_of(Message), table_of(Registration), table_of(Group)


def _update(table: sa.Table, *names: str) -> sa.Update:
    """Set these columns of the row whose id is given as `row`."""
    changes = {name: sa.bindparam(name, type_=table.c[name].type) for name in names}
    return sa.update(table).where(table.c.id == sa.bindparam("row")).values(changes)


_LEASE = _update(_MESSAGES, "state", "attempts", "due_at", "content", "address")
_SKIP = _update(_MESSAGES, "state", "why", "token")
_TOLD, _BOOKER_TOLD = _update(_REGISTRATIONS, "told"), _update(_GROUPS, "told")


def lease(session: Session, leased: Sequence[Pieces]) -> None:
    """Write down that these are being sent, to whom, and what they say."""
    rows = [
        {
            "row": pieces.message.id,
            "state": pieces.message.state,
            "attempts": pieces.message.attempts,
            "due_at": pieces.message.due_at,
            "content": pieces.content.to_json() if pieces.content else None,
            "address": pieces.contact.email,
        }
        for pieces in leased
    ]
    _write(session, _LEASE, rows)


def skip(session: Session, skipped: Sequence[Pieces]) -> None:
    """Write down why these are not sent; their secrets are of no more use."""
    rows = [
        {"row": pieces.message.id, "state": "skipped", "why": pieces.why, "token": None} for pieces in skipped
    ]
    _write(session, _SKIP, rows)


def remember_told(session: Session, registrations: Sequence[RegistrationNow]) -> None:
    """Write down the sessions that are in the holders' calendars now."""
    _write(session, _TOLD, [{"row": item.id, "told": item.told} for item in registrations])


def remember_bookers_told(session: Session, groups: Sequence[GroupNow]) -> None:
    """Write down the sessions that the bookers of these groups were told."""
    _write(session, _BOOKER_TOLD, [{"row": item.id, "told": item.told} for item in groups])


def _write(session: Session, statement: sa.Update, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(statement, rows if len(rows) > 1 else rows[0])
