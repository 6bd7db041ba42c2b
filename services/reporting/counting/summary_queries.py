"""Tallies from the summaries: of a named period, with one cut at most, at any place."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.cells import DIMENSIONS
from services.reporting.counting.changes import Places
from services.reporting.counting.grouping import Grouping, Key, Tallies
from services.reporting.counting.selection import Selection
from services.reporting.counting.summaries import as_one, table
from services.reporting.measures.tally import Tally

Counts = dict[str, Places]  # by their names


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
    rows = as_one(session.get_bind().dialect.name, table.c.value, table.c.count_of)
    query = sa.select(rows).where(table.c.period == selection.period.code, table.c.dimension == cut.dimension)
    if cut.value is not None:
        query = query.where(table.c.value == cut.value)
    by_value: dict[str, Counts] = defaultdict(dict)
    for value, count_of, places in session.scalar(query) or ():
        by_value[value][count_of] = places
    found: Tallies = defaultdict(Tally)
    for value, counts in by_value.items():
        for key, tally in _groups(value, counts, selection, grouping):
            found[key] = tally
    return found


def _groups(
    value: str, counts: Counts, selection: Selection, grouping: Grouping
) -> Iterator[tuple[Key, Tally]]:
    places = dict.fromkeys(place for by_place in counts.values() for place in by_place)
    if grouping is Grouping.MUNICIPALITY and not selection.municipality:
        yield from (((code,), _at(code, counts)) for code in places if _is_municipality(code))
    elif grouping is Grouping.DISTRICT:
        for place in places:
            code, slash, district = place.partition("/")
            if slash and selection.municipality in (None, code) and selection.district in (None, district):
                yield (code, district or None), _at(place, counts)
    else:
        asked = "/".join(filter(None, (selection.municipality, selection.district)))
        if asked in places:
            yield _key(value, selection, grouping), _at(asked, counts)


def _key(value: str, selection: Selection, grouping: Grouping) -> Key:
    if grouping is Grouping.REGION:
        return ()
    if grouping is Grouping.MUNICIPALITY:
        return (selection.municipality,)
    if not value:
        return (None,)
    return (UUID(value),) if grouping in (Grouping.ACTIVITY, Grouping.LECTURER) else (value,)


def _at(place: str, counts: Counts) -> Tally:
    found = {name: by_place.get(place, 0) for name, by_place in counts.items()}
    attended = counts.get("attendances", {})
    if place:
        return Tally(**found, municipalities=int(place in attended))
    return Tally(**found, municipalities=sum(map(_is_municipality, attended)))


def _is_municipality(place: str) -> bool:
    return bool(place) and "/" not in place
