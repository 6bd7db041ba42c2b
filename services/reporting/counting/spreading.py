"""Spreading: from steps in cells to what is added to each row of the summaries, at each place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from services.reporting.counting.cells import ALL_PLACES, PERIODS, Cell, Step, bits_from, positions
from services.reporting.periods import codes_of

# The counts that are kept in one row, in the order of their numbers there.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "registrations": ("registrations", "waiting", "cancellations"),
    "attendances": ("participants", "attendances", "minutes", "occasions"),
    "network_meetings": ("network_meetings",),
}
Row = tuple[str, str, str, str]  # period, dimension, value, and which of the families
# By how much the numbers of each place move: all in one number, so that one addition adds them all.
Places = dict[str, int]
Rows = dict[Row, Places]
_WIDTH = 40  # bits of each number
_HALF = 1 << _WIDTH - 1
_KEPT_IN = {
    name: (family, _WIDTH * place) for family, names in FAMILIES.items() for place, name in enumerate(names)
}


@lru_cache(maxsize=100_000)
def taken_apart(sums: int, length: int) -> tuple[int, ...]:
    """The numbers that were added as one; of each half the range is for negative ones."""
    found = []
    for _ in range(length):
        number = (sums + _HALF) % (2 * _HALF) - _HALF
        found.append(number)
        sums = (sums - number) >> _WIDTH
    return tuple(found)


class Spread:
    """What is to be added to each row.

    What is the same in a month and in all that it is part of is added up by month first: most of it.
    """

    def __init__(self) -> None:
        self._by_month: Rows = defaultdict(dict)
        self._rows: Rows = defaultdict(dict)

    def add(self, steps: Iterable[Step]) -> None:
        """Add steps wherever their cells are."""
        for cell, bits, counts in steps:
            moved = _by_family(counts)
            in_every_period, others = _parted(bits)
            if in_every_period:
                _spread(self._by_month, cell, in_every_period, moved)
            if others:
                _spread(self._rows, cell, others, moved)

    def rows(self) -> Rows:
        """All that was added, row by row."""
        for (month, *what), places in self._by_month.items():
            for period in _around(month):
                row = self._rows[period, *what]  # type: ignore[index] # a Row
                for place, step in places.items():
                    row[place] = row.get(place, 0) + step
        self._by_month.clear()
        return self._rows


def rows_of_cut(steps: Iterable[Step], period: str, dimension: str, value: str | None) -> Rows:
    """What steps add to the rows of one period and one dimension; of one value, or of all."""
    rows: Rows = defaultdict(dict)
    for cell, bits, counts in steps:
        if period in cell[:PERIODS]:
            at, where = bits_from(cell.index(period), dimension)
            mine = bits & (ALL_PLACES << at)
            if mine and value in (None, cell[where]):
                _spread(rows, cell, mine, _by_family(counts))
    return rows


def _spread(rows: Rows, cell: Cell, bits: int, steps: Iterable[tuple[str, int]]) -> None:
    for period, dimension, value, places in positions(bits):
        for family, step in steps:
            row = rows[cell[period], dimension, cell[value], family]  # type: ignore[index] # None has no bit
            for place in places:
                code: str = cell[place]  # type: ignore[assignment]
                row[code] = row.get(code, 0) + step


def _by_family(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for name, amount in counts.items():
        family, shift = _KEPT_IN[name]
        found[family] = found.get(family, 0) + (amount << shift)
    return list(found.items())


@lru_cache(maxsize=100_000)
def _parted(bits: int) -> tuple[int, int]:
    """The month's bits of what is in the month and in all larger periods alike; and the bits of the rest."""
    shifts = list(_shifts())
    alike = -1
    for shift in shifts:
        alike &= bits >> shift
    alike &= (1 << shifts[1]) - 1
    return alike, bits & ~sum(alike << shift for shift in shifts)


def _shifts() -> Iterator[int]:
    return (bits_from(period, "")[0] for period in range(PERIODS))


@lru_cache(maxsize=1_000)
def _around(month: str) -> tuple[str, ...]:
    """The month and the larger periods that it is part of."""
    return codes_of(date.fromisoformat(f"{month}-01"))
