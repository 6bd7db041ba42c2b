"""Published beside today's: of a frozen period without filters every face shows what was published.

A row then has `revised`, the figures of today that differ from it. Figures that the report did not have, such
as those of a later measure, are today's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.models import FrozenPaper, FrozenPart, FrozenReport
from services.reporting.periods import Period
from services.reporting.results import Withheld

Row = dict[str, Any]
Key = Callable[[Row], Any]
FIGURES = frozenset({*BY_CODE, "staff", "value", "target", "of", "status"})


def place(row: Row) -> Any:
    """What tells places apart."""
    return row["municipality"], row["district"]


def frozen_part(session: Session, period: Period, place: str, part: str) -> Any:
    """A part of the report on a place as it was published; None where the period is not frozen."""
    mine = (FrozenPart.period == period.code, FrozenPart.place == place, FrozenPart.part == part)
    return session.scalar(sa.select(FrozenPart.content).where(*mine))


def parts_of(session: Session, period: Period, place: str) -> dict[str, Any]:
    """Every part of the report on a place as it was published; none where the period is not frozen."""
    mine = (FrozenPart.period == period.code, FrozenPart.place == place)
    return {row.part: row.content for row in session.execute(sa.select(FrozenPart).where(*mine)).scalars()}


def frozen_report(session: Session, period: Period) -> FrozenReport | None:
    """When the period's report was published, and by whom."""
    return session.get(FrozenReport, period.code)


def paper(session: Session, period: Period, place: str) -> bytes | None:
    """The report on a place as it was printed; None until a worker has done so."""
    mine = (FrozenPaper.period == period.code, FrozenPaper.place == place)
    return session.scalar(sa.select(FrozenPaper.pdf).where(*mine))


def reports(session: Session) -> dict[str, FrozenReport]:
    """Every frozen report by its period's code."""
    return {report.period: report for report in session.scalars(sa.select(FrozenReport))}


def is_frozen(session: Session, selection: Selection) -> bool:
    """Whether what is asked for is shown as it was published."""
    return (
        selection.district is None
        and _is_shown_whole(selection)
        and frozen_report(session, selection.period) is not None
    )


def rows_as_published(
    session: Session, selection: Selection, part: str, key: Key, today: Sequence[Row]
) -> list[Row]:
    """Today's rows as they were published; rows that have come or gone since then are there too."""
    published = None if selection.district else _published(session, selection, part)
    return list(today) if published is None else beside(published, today, key)


def totals_as_published(session: Session, selection: Selection, today: Row) -> Row:
    """The totals as they were published; those of a district too."""
    part = "districts" if selection.district else "totals"
    published = _published(session, selection, part)
    if selection.district and published is not None:
        published = published.get(selection.district)
    return today if published is None else _row(_loaded(published), today)


def occasions_as_published(
    session: Session, selection: Selection, today: Sequence[Row], page: int, size: int
) -> tuple[list[Row], int]:
    """A page of the occasions as they were published, latest first, and how many there are."""
    rows = rows_as_published(session, selection, "occasions", lambda row: row["id"], today)
    rows.sort(key=lambda row: (-row["last_on"].toordinal(), row["title"], row["id"]))
    return rows[(page - 1) * size : page * size], len(rows)


def beside(published: Iterable[Mapping[str, Any]], today: Iterable[Row], key: Key) -> list[Row]:
    """Rows as published, each with what of today's differs; then those that are new."""
    now = {key(row): row for row in today}
    rows = [_row(row, now.pop(key(row), None)) for row in map(_loaded, published)]
    return rows + [_row(_empty(row), row) if _counts(row) else row for row in now.values()]


def _published(session: Session, selection: Selection, part: str) -> Any:
    if not _is_shown_whole(selection):
        return None
    return frozen_part(session, selection.period, selection.municipality or "", part)


def _is_shown_whole(selection: Selection) -> bool:
    # A representative of no municipality asks for "", which is not the region.
    return not (selection.is_today or selection.is_narrowed or selection.municipality == "")


def _row(was: Row, today: Row | None) -> Row:
    now = today if today is not None else _empty(was)
    differing = {
        code: now[code] for code in was if code in FIGURES and code in now and now[code] != was[code]
    }
    names = {"name": now["name"]} if "name" in now else {}  # which follow the reader's language
    return {**now, **was, **names, "revised": differing}


def _counts(row: Row) -> bool:
    return any(row.get(code) for code in BY_CODE)


def _empty(row: Row) -> Row:
    """The row of something that counts nothing."""
    return {name: None if name in FIGURES else value for name, value in row.items()}


def _loaded(row: Mapping[str, Any]) -> Row:
    return {name: _LOAD[name](value) if name in _LOAD and value else value for name, value in row.items()}


_LOAD: Mapping[str, Callable[[Any], Any]] = {
    "id": UUID,
    "occasion_id": UUID,
    "first_on": date.fromisoformat,
    "last_on": date.fromisoformat,
    "withheld": Withheld,
}
