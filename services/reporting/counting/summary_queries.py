"""Tallies from the summaries: of a named period, with one cut at most, at any place."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting import pending
from services.reporting.counting.cells import DIMENSIONS
from services.reporting.counting.grouping import Grouping, Key, Tallies
from services.reporting.counting.rows import as_json, as_one
from services.reporting.counting.selection import Selection
from services.reporting.counting.spreading import FAMILIES, rows_of_cut
from services.reporting.counting.summaries import Numbers, added, is_municipality, table
from services.reporting.measures.tally import Tally

_NAMES = {**FAMILIES, "attendances": (*FAMILIES["attendances"], "municipalities")}

Counts = dict[str, Numbers]  # by their families


@dataclass(frozen=True)
class Cut:
    """The dimension that is filtered or grouped by, if any; a value of None is every value."""

    dimension: str = ""
    value: str | None = ""


def cut_of(selection: Selection, grouping: Grouping) -> Cut | None:
    """The cut whose summaries answer the question; None where none do."""
    is_named = ".." not in selection.period.code
    if not is_named or grouping is Grouping.OCCASION or (selection.district and not selection.municipality):
        return None
    given = {name: getattr(selection, name) for name in DIMENSIONS[1:]}
    filters = {name: str(value) for name, value in given.items() if value is not None}
    if grouping.is_dimension:
        name = grouping.value
        return Cut(name, filters.get(name)) if filters.keys() <= {name} else None
    if not filters:
        return Cut()
    ((name, value), *others) = filters.items()
    return None if others else Cut(name, value)


def tallies(session: Session, selection: Selection, grouping: Grouping, cut: Cut) -> Tallies:
    """The tally of every group that has any."""
    asked = _asked_place(selection, grouping)
    query = _query(session.get_bind().dialect.name, cut.value is None, asked is None)
    given = {"period": selection.period.code, "dimension": cut.dimension}
    if cut.value is not None:
        given["value"] = cut.value
    if asked is not None:
        given["place"] = asked
    rows, waiting = session.execute(query, given).one()
    by_value: dict[str, Counts] = defaultdict(dict)
    for value, count_of, places in rows or ():
        by_value[value][count_of] = places
    steps = (step for packed in waiting or () for step in pending.unpacked(packed[0]))
    for row, places in rows_of_cut(steps, selection.period.code, cut.dimension, cut.value).items():
        _period, _dimension, value, count_of = row
        by_value[value][count_of] = added(count_of, by_value[value].get(count_of, {}), places)
    found: Tallies = defaultdict(Tally)
    for value, counts in by_value.items():
        for key, tally in _groups(value, counts, selection, grouping, asked):
            found[key] = tally
    return found


def _asked_place(selection: Selection, grouping: Grouping) -> str | None:
    """The one place that is asked about; None where each of several has its group."""
    if grouping is Grouping.DISTRICT or (grouping is Grouping.MUNICIPALITY and not selection.municipality):
        return None
    return "/".join(filter(None, (selection.municipality, selection.district)))


@cache
def _query(dialect: str, of_all_values: bool, of_all_places: bool) -> sa.Select[Any]:
    """The rows and what is pending, in one statement, so that both are of the same moment.

    Of one place, only its own numbers; but while anything is pending all of them, for what is added may tell
    of a municipality that was not there before.
    """
    places: Any = as_json(dialect, table.c.places)
    if not of_all_places:
        places = sa.case((sa.exists(sa.select(pending.table.c.id)), places), else_=_only(dialect))
    mine = sa.and_(table.c.period == sa.bindparam("period"), table.c.dimension == sa.bindparam("dimension"))
    if not of_all_values:
        mine &= table.c.value == sa.bindparam("value")
    rows = sa.select(as_one(dialect, table.c.value, table.c.count_of, places)).where(mine)
    waiting = sa.select(as_one(dialect, as_json(dialect, pending.table.c.steps)))
    return sa.select(rows.scalar_subquery(), waiting.scalar_subquery())


def _only(dialect: str) -> Any:
    """The places of a row, without all but one."""
    place = sa.bindparam("place", type_=sa.Text)
    if dialect == "sqlite":
        found = sa.func.json_extract(table.c.places, sa.literal_column("'$.\"'").concat(place).concat('"'))
        return sa.func.json_object(place, sa.func.json(found))
    numbers = table.c.places.op("->", return_type=sa.JSON)(sa.cast(place, sa.Text))
    return sa.func.json_build_object(sa.cast(place, sa.Text), numbers)


def _groups(
    value: str, counts: Counts, selection: Selection, grouping: Grouping, asked: str | None
) -> Iterator[tuple[Key, Tally]]:
    if asked is not None:
        if any(places.get(asked) for places in counts.values()):
            yield _key(value, selection, grouping), _at(asked, counts)
        return
    places = dict.fromkeys(place for by_place in counts.values() for place in by_place)
    if grouping is Grouping.MUNICIPALITY:
        yield from (((code,), _at(code, counts)) for code in places if is_municipality(code))
        return
    for place in places:
        code, slash, district = place.partition("/")
        if slash and selection.municipality in (None, code) and selection.district in (None, district):
            yield (code, district or None), _at(place, counts)


def _key(value: str, selection: Selection, grouping: Grouping) -> Key:
    if grouping is Grouping.REGION:
        return ()
    if grouping is Grouping.MUNICIPALITY:
        return (selection.municipality,)
    if not value:
        return (None,)
    return (UUID(value),) if grouping in (Grouping.ACTIVITY, Grouping.LECTURER) else (value,)


def _at(place: str, counts: Counts) -> Tally:
    found: dict[str, int] = {}
    for count_of, by_place in counts.items():
        found.update(zip(_NAMES[count_of], by_place.get(place) or (), strict=False))
    if place:
        found["municipalities"] = int(found.get("attendances", 0) > 0)
    return Tally(**found)
