"""Pending steps: of a full batch they are kept as they are, and added to the summaries with those of others.

Whoever reads a summary adds those that are pending, in the same statement, so that it is always exact.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.cells import Step
from services.reporting.models import PendingSteps
from shared.db import insert_many, many
from shared.ids import new_id

table: sa.Table = PendingSteps.__table__  # type: ignore[assignment]
_NAMES = ("id", "number", "steps")


def number(session: Session) -> int:
    """How many steps are pending."""
    return session.connection().scalar(sa.select(sa.func.coalesce(sa.func.sum(table.c.number), 0))) or 0


def put(session: Session, steps: Iterable[Step]) -> None:
    """Leave steps to be added later."""
    dialect = session.get_bind().dialect.name
    listed = list(steps)
    row = {"id": new_id(), "number": len(listed), "steps": _packed(listed)}
    session.connection().execute(_insert(dialect), many(dialect, [row]))


def take(session: Session) -> Iterator[Step]:
    """All that is pending, which is then no longer there."""
    rows = session.connection().scalars(sa.delete(table).returning(table.c.steps)).all()
    return (step for packed in rows for step in unpacked(packed))


def unpacked(packed: list[Any]) -> Iterator[Step]:
    """The steps of one batch, as they are stored."""
    for (month, tertial, half, year, *course), tails in packed:
        periods = (month, tertial, half, year)
        for municipality, district, employer, side, role, bits, counts in tails:
            cell = (*periods, "", municipality, district, "", employer, side, role, *course)
            yield Step(cell, int(bits, 16), counts)


def _packed(steps: Iterable[Step]) -> list[Any]:
    """What the steps of one occasion and month have in common stands once."""
    found: dict[Any, list[Any]] = {}
    for cell, bits, counts in steps:
        tail = (cell[5], cell[6], cell[8], cell[9], cell[10], f"{bits:x}", counts)
        found.setdefault((*cell[:4], *cell[11:]), []).append(tail)
    return list(found.items())


@cache
def _insert(dialect: str) -> Any:
    return insert_many(dialect, table, *_NAMES)
