"""The figures broken down by one dimension: a row for each value, and the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.measures.catalogue import figures as measured
from services.reporting.measures.catalogue import measures_of
from services.reporting.measures.measure import Basis, Row, Sums
from services.reporting.measures.tally import Tally
from services.reporting.queries import figures, frozen, names
from services.reporting.queries.figures import NOT_PUBLISHED, Figures
from shared.i18n import LazyString, lazy
from shared.i18n import gettext as _
from shared.region import Region


class Dimension(StrEnum):
    """What the figures may be broken down by; each is a filter as well."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    EMPLOYER = "employer"
    SIDE = "side"
    ROLE = "role"
    KIND = "kind"
    FORM = "form"
    AREA = "area"
    ACTIVITY = "activity"
    LECTURER = "lecturer"


DIMENSIONS: dict[Dimension, LazyString] = {
    Dimension.MUNICIPALITY: lazy("Municipality"),
    Dimension.DISTRICT: lazy("City district"),
    Dimension.ROLE: lazy("Role"),
    Dimension.EMPLOYER: lazy("Employer"),
    Dimension.SIDE: lazy("Side"),
    Dimension.KIND: lazy("Kind"),
    Dimension.FORM: lazy("Form"),
    Dimension.AREA: lazy("Area"),
    Dimension.ACTIVITY: lazy("Activity"),
    Dimension.LECTURER: lazy("Lecturer or supplier"),
}


@dataclass(frozen=True)
class Value:
    """A value of a dimension: as a filter has it, what people call it, and an occasion that shows more."""

    value: str | None
    name: str
    occasion_id: UUID | None = None


def breakdown(session: Session, region: Region, selection: Selection, by: Dimension) -> Figures:
    """The rows of `parts`, and the whole in one row.

    `overlapping` names the measures whose parts may count the same person or occasion twice.
    """
    total = figures.totals(session, region, selection)
    kept = (*(measure.code for measure in measures_of(Row.PLACE) if measure.code in total), "withheld")
    kept += ("revised",) if "revised" in total else ()
    return {
        "by": by,
        "items": parts(session, region, selection, by),
        "total": {"value": None, "name": total["name"], **{code: total[code] for code in kept}},
        "overlapping": [item.code for item in measures_of(Row.PLACE) if item.sums is Sums.OVERLAP],
    }


def parts(session: Session, region: Region, selection: Selection, by: Dimension) -> list[Figures]:
    """A row for each value that counts, of a list for every value; answers are published of places alone."""
    if by in (Dimension.MUNICIPALITY, Dimension.DISTRICT):
        return _places(session, region, selection, by)
    counted = {key[0]: tally for key, tally in tallies(session, selection, Grouping[by.name]).items()}
    rows: list[Figures] = [
        {
            "value": value.value,
            "name": value.name,
            "occasion_id": value.occasion_id,
            **measured(Row.PLACE, Basis(counted.get(key, Tally()))),
            "withheld": NOT_PUBLISHED.withheld,
        }
        for key, value in _values(session, selection, by, counted).items()
    ]
    return frozen.rows_as_published(session, selection, f"by_{by}", lambda row: row["value"], rows)


def _places(session: Session, region: Region, selection: Selection, by: Dimension) -> list[Figures]:
    """Municipalities, or the districts of those that have any."""
    is_wanted = by is Dimension.DISTRICT
    return [
        {**row, "value": "/".join(filter(None, (row["municipality"], row["district"]))), "occasion_id": None}
        for row in figures.municipalities(session, region, selection)
        if (row["district"] is not None) is is_wanted
    ]


def _values(
    session: Session, selection: Selection, by: Dimension, counted: dict[Any, Tally]
) -> dict[Any, Value]:
    """By the key of their tallies: a list's in its order, others by their hours, and last what has none."""
    if by in names.LISTS:
        chosen = getattr(selection, by)
        known = names.LISTS[by]
        listed = {code: Value(code, str(name)) for code, name in known.items() if chosen in (None, code)}
        return listed | {code: Value(code, code) for code in counted if code not in known}
    ordered = sorted(counted, key=lambda key: (key is not None, counted[key].minutes), reverse=True)
    found = dict(_named(session, by, [key for key in ordered if key is not None]))
    none = {None: Value(None, _without(by))} if None in counted else {}
    return found | none


def _named(session: Session, by: Dimension, keys: list[Any]) -> Iterator[tuple[Any, Value]]:
    if by is Dimension.AREA:
        yield from ((key, Value(key, key)) for key in keys)
        return
    known = names.activities(session, keys) if by is Dimension.ACTIVITY else names.lecturers(session, keys)
    for key in keys:
        yield key, Value(str(key), known[key].name, known[key].occasion_id)


def _without(by: Dimension) -> str:
    return _("No area") if by is Dimension.AREA else _("Nobody named")
