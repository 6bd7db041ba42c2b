"""What counts once wherever it is found: a person, an occasion held, and a meeting of a network."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.cells import Cell, Course, Facts, cell_of, whole_cell_of
from services.reporting.counting.changes import Changes
from services.reporting.counting.entries import Row
from services.reporting.counting.rows import as_one, given
from services.reporting.counting.wanted import table
from services.reporting.models.summary import ATTENDANCE, What
from shared.db import among

NETWORK = "network"
Steps = dict[str, Counter[Any]]  # how many more, or fewer, of each there are than before
Held = Mapping[str, tuple[str, Course]]  # the day that an occasion or session counts on, and in which cuts
_FACTS = (table.c.municipality, table.c.district, table.c.employer, table.c.side, table.c.role)
_COURSE = (table.c.kind, table.c.form, table.c.area, table.c.activity_id, table.c.lecturer_contact_id)
_IS_ATTENDANCE = table.c.what == sa.literal_column(f"'{ATTENDANCE}'")


def count_persons(session: Session, changes: Changes, before: Sequence[Row], after: Sequence[Row]) -> None:
    """Count each person once wherever they were present."""
    steps = _steps(before, after, lambda row: row.contact_id, _cell)
    days = [row.day for row in (*before, *after)]
    if not steps:
        return
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    years = {"first": first.replace(month=1, day=1), "last": last.replace(month=12, day=31)}
    present: Steps = defaultdict(Counter)
    for person, day, *known in _execute(session, _persons, steps, **years):
        present[person][cell_of(day, known[:5], known[5:])] += 1
    for person, step in steps.items():
        changes.count_once("participants", _earlier(present[person], step), present[person])


def count_occasions(session: Session, changes: Changes, before: Sequence[Row], after: Sequence[Row]) -> None:
    """Count each completed occasion, on its last day, for those who were present at any of its sessions."""
    steps = _steps(before, after, lambda row: row.occasion_id, _facts)
    held_before, held_after = (_heads(rows, What.OCCASION) for rows in (before, after))
    told = {*held_before, *held_after}
    if not steps and not told:
        return
    same = {
        occasion_id: (day, tuple(course))
        for occasion_id, day, *course in _execute(session, _held, {*steps, *told})
        if occasion_id not in told
    }
    held_before, held_after = {**held_before, **same}, {**held_after, **same}
    found = _execute(session, _present_at_occasions, {*held_before, *held_after})
    _count_held(changes, "occasions", (held_before, held_after), steps, _present(found))


def count_network_meetings(
    session: Session, changes: Changes, before: Sequence[Row], after: Sequence[Row]
) -> None:
    """Count each session of a network that has an attendance list, for those who were present."""
    before, after = ([row for row in rows if row.kind == NETWORK] for rows in (before, after))
    steps = _steps(before, after, lambda row: row.part_id, _facts)
    held_before, held_after = (_heads(rows, What.SESSION) for rows in (before, after))
    told = {*held_before, *held_after}
    if not steps and not told:
        return
    same, present = {}, []
    for what, session_id, day, *known in _execute(session, _network_sessions, {*steps, *told}):
        if what == What.ATTENDANCE:
            present.append((session_id, *known[:5]))
        elif session_id not in told:
            same[session_id] = (day, tuple(known[5:]))
    held = ({**held_before, **same}, {**held_after, **same})
    _count_held(changes, "network_meetings", held, steps, _present(present))


def count_held(changes: Changes, name: str, day: str, course: Course, present: Iterable[Facts]) -> None:
    """Count one occasion or session that was not counted before."""
    changes.count_once(name, (), _cells_of_held((day, course), present))


def _count_held(changes: Changes, name: str, held: tuple[Held, Held], steps: Steps, present: Steps) -> None:
    held_before, held_after = held
    for one in {**held_before, **held_after}:
        were = _earlier(present[one], steps[one]) if one in steps else present[one]
        before = _cells_of_held(held_before.get(one), were)
        changes.count_once(name, before, _cells_of_held(held_after.get(one), present[one]))


def _cells_of_held(held: tuple[str, Course] | None, present: Iterable[Facts]) -> dict[Cell, None]:
    if held is None:
        return {}
    day, course = held
    cells = [whole_cell_of(day, course), *(cell_of(day, facts, course) for facts in present)]
    return dict.fromkeys(cells)


def _steps(
    before: Sequence[Row],
    after: Sequence[Row],
    whose: Callable[[Row], str | None],
    what: Callable[[Row], Any],
) -> Steps:
    """How the attendances of each subject have changed; those that stay as they were are left out."""
    steps: Steps = defaultdict(Counter)
    for rows, sign in ((before, -1), (after, 1)):
        for row in rows:
            subject = whose(row) if row.what == What.ATTENDANCE else None
            if subject is not None:
                steps[subject][what(row)] += sign
    return {subject: counts for subject, counts in steps.items() if any(counts.values())}


def _earlier(present: Counter[Any], steps: Counter[Any]) -> Counter[Any]:
    were = present.copy()
    were.subtract(steps)
    return +were


def _present(rows: Iterable[Any]) -> Steps:
    found: Steps = defaultdict(Counter)
    for subject, *facts in rows:
        found[subject][tuple(facts)] += 1
    return found


def _heads(rows: Sequence[Row], what: What) -> dict[str, tuple[str, Course]]:
    return {row.part_id: (row.day, row.course) for row in rows if row.what == what}


def _cell(row: Row) -> Cell:
    return cell_of(row.day, row.facts, row.course)


def _facts(row: Row) -> Any:
    return row.facts


def _execute(
    session: Session, query: Callable[[str], sa.Select[Any]], subjects: Iterable[str], **more: Any
) -> Sequence[Any]:
    connection = session.connection()
    dialect = connection.dialect.name
    return connection.scalar(query(dialect), {"subjects": given(dialect, subjects), **more}) or ()


@cache
def _persons(dialect: str) -> sa.Select[Any]:
    columns = (table.c.contact_id, table.c.day, *_FACTS, *_COURSE)
    return sa.select(as_one(dialect, *columns)).where(
        among(dialect, table.c.contact_id, "subjects"),
        table.c.day.between(sa.bindparam("first"), sa.bindparam("last")),
        _IS_ATTENDANCE,
    )


@cache
def _held(dialect: str) -> sa.Select[Any]:
    return sa.select(as_one(dialect, table.c.subject_id, table.c.day, *_COURSE)).where(
        among(dialect, table.c.subject_id, "subjects"), table.c.what == What.OCCASION
    )


@cache
def _present_at_occasions(dialect: str) -> sa.Select[Any]:
    own = table.alias("own")
    return (
        sa.select(as_one(dialect, own.c.subject_id, *_FACTS))
        .select_from(sa.join(own, table, table.c.part_id == own.c.part_id))
        .where(among(dialect, own.c.subject_id, "subjects"), own.c.what == What.SESSION, _IS_ATTENDANCE)
    )


@cache
def _network_sessions(dialect: str) -> sa.Select[Any]:
    columns = (table.c.what, table.c.part_id, table.c.day, *_FACTS, *_COURSE)
    return sa.select(as_one(dialect, *columns)).where(
        among(dialect, table.c.part_id, "subjects"),
        table.c.what.in_((What.ATTENDANCE, What.SESSION)),
        table.c.kind == NETWORK,
    )
