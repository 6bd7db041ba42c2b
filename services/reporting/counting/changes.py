"""The steps by which counts move: collected over a batch, and then added to the summaries at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from services.reporting.counting.cells import Cell, bits_of, positions, shared_bits

COUNTS = (
    "occasions", "registrations", "waiting", "cancellations", "participants", "attendances", "minutes",
    "network_meetings",
)  # fmt: skip
MANY = 50_000  # cells: more are not kept apart

Row = tuple[str, str, str, str]  # period, dimension, value, and which of the counts
Places = dict[str, int]  # how many in each place


class Changes:
    """What is to be added to each row of the summaries, at each place."""

    def __init__(self) -> None:
        self._sums: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._rows: dict[Row, Places] = defaultdict(lambda: defaultdict(int))

    def add(self, cell: Cell, counts: Mapping[str, int], sign: int) -> None:
        """Count something, or with a sign of −1 no longer, wherever its cell is."""
        sums = self._sums[cell]
        for name, amount in counts.items():
            sums[name] += sign * amount
        if len(self._sums) > MANY:
            self.rows()

    def count_once(self, name: str, before: Collection[Cell], after: Collection[Cell]) -> None:
        """Somebody, or something, that counts once wherever any of its cells is, has come to have others."""
        there = [cell for cell in before if cell in after]
        gone = [cell for cell in before if cell not in after]
        for number, cell in enumerate(gone):
            left = bits_of(cell) & ~shared_bits(cell, (*there, *gone[number + 1 :]))
            self._spread(cell, left, [(name, -1)])
        for cell in after:
            if cell not in before:
                self._spread(cell, bits_of(cell) & ~shared_bits(cell, there), [(name, 1)])
                there.append(cell)

    def rows(self) -> Mapping[Row, Places]:
        """The steps of each row."""
        for cell, sums in self._sums.items():
            self._spread(cell, bits_of(cell), [step for step in sums.items() if step[1]])
        self._sums.clear()
        return self._rows

    def _spread(self, cell: Cell, bits: int, steps: Sequence[tuple[str, int]]) -> None:
        for period, dimension, value, places in positions(bits):
            for name, amount in steps:
                row = self._rows[cell[period], dimension, cell[value], name]  # type: ignore[index] # None has no bit
                for place in places:
                    row[cell[place]] += amount  # type: ignore[index]
