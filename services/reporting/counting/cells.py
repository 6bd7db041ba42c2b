"""Cells: where something counts, in every named period, at every place and in every single-dimension cut.

What is counted lies in 4 periods, 3 places (the region, a municipality, a district) and 9 cuts (everything
together, and one for each dimension): in 108 counts. They are the bits of a number, so that which of
them two things share is found by comparing them once.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from operator import eq
from typing import Any, NamedTuple
from uuid import UUID

from services.reporting.periods import codes_of

PERSON_DIMENSIONS = ("employer", "side", "role")
OCCASION_DIMENSIONS = ("kind", "form", "area", "activity", "lecturer")
DIMENSIONS = ("", *PERSON_DIMENSIONS, *OCCASION_DIMENSIONS)  # the first is everything together

# Month, tertial, half-year, year; region, municipality, district; and a value of each dimension.
Cell = tuple[str | None, ...]
Facts = tuple[str, str | None, str, str, str]  # municipality, district, employer, side, role
Course = tuple[str, str, str | None, str, str | None]  # kind, form, area, activity, lecturer
PERIODS = 4
_PERIODS, _PLACES, _VALUES = range(PERIODS), range(4, 7), range(7, 7 + len(DIMENSIONS))
ALL_PLACES = (1 << len(_PLACES)) - 1  # the bits of one period and dimension
_NOBODY = (None, None, "", None, None, None)  # places below the region, everything, and dimensions of persons


class Step(NamedTuple):
    """How many more, or fewer, there are of some counts, in those counts of a cell that the bits name."""

    cell: Cell
    bits: int
    counts: dict[str, int]


def cell_of(day: str, facts: Any, course: Any) -> Cell:
    """Where somebody with these facts counts who took part on that day in such an occasion."""
    municipality, district, employer, side, role = facts
    kind, form, area, activity, lecturer = course
    return (
        *_codes(day), "", municipality, f"{municipality}/{district or ''}", "", employer, side, role,
        kind, form, area or "", _value(activity), _value(lecturer),
    )  # fmt: skip


def whole_cell_of(day: str, course: Any) -> Cell:
    """Where the occasion itself counts, whoever was there: for the region, in cuts of occasions."""
    kind, form, area, activity, lecturer = course
    return (
        *_codes(day), "", *_NOBODY,
        kind, form, area or "", _value(activity), _value(lecturer),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _codes(day: str) -> tuple[str, ...]:
    return codes_of(date.fromisoformat(day))


@lru_cache(maxsize=20_000)
def _value(id_: str | None) -> str:
    """An id as the summaries have it, from the text that either database makes of it."""
    return str(UUID(id_)) if id_ else ""


def bits_of(cell: Cell) -> int:
    """The counts that a cell is in."""
    return _bits(tuple(value is not None for value in cell))


def shared_bits(cell: Cell, others: Iterable[Cell]) -> int:
    """The counts of a cell that any of the others is in as well."""
    bits = 0
    for other in others:
        bits |= _bits(tuple(map(eq, cell, other)))
    return bits


@lru_cache(maxsize=100_000)
def _bits(same: tuple[bool, ...]) -> int:
    """A bit for each period, value and place that are all the same."""
    found = 0
    for number, (period, value, place) in enumerate(_combinations()):
        if same[period] and same[value] and same[place]:
            found |= 1 << number
    return found


@cache
def bits_from(period: int, dimension: str) -> tuple[int, int]:
    """Where the bits of a period and a dimension begin, and where a cell has the dimension's value."""
    number = DIMENSIONS.index(dimension)
    return (period * len(DIMENSIONS) + number) * len(_PLACES), _VALUES.start + number


@lru_cache(maxsize=100_000)
def positions(bits: int) -> tuple[tuple[int, str, int, tuple[int, ...]], ...]:
    """The counts row by row: where a cell has the period, which dimension, and where value and places are."""
    rows: dict[tuple[int, int], list[int]] = {}
    for number, (period, value, place) in enumerate(_combinations()):
        if bits >> number & 1:
            rows.setdefault((period, value), []).append(place)
    first = _VALUES.start
    return tuple(
        (period, DIMENSIONS[value - first], value, tuple(places)) for (period, value), places in rows.items()
    )


def _combinations() -> Iterable[tuple[int, int, int]]:
    return ((period, value, place) for period in _PERIODS for value in _VALUES for place in _PLACES)
