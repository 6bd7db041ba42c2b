"""The steps by which counts move, collected over a batch."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from services.reporting.counting.cells import Cell, Step, bits_of, shared_bits


class Changes:
    """What is to be added to the counts of each cell."""

    def __init__(self) -> None:
        self._steps: dict[tuple[Cell, int], dict[str, int]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._steps)

    def add(self, cell: Cell, counts: Mapping[str, int], sign: int) -> None:
        """Count something, or with a sign of −1 no longer, wherever its cell is."""
        steps = self._steps[cell, bits_of(cell)]
        for name, amount in counts.items():
            steps[name] = steps.get(name, 0) + sign * amount

    def count_once(self, name: str, before: Collection[Cell], after: Collection[Cell]) -> None:
        """Somebody, or something, that counts once wherever any of its cells is, has come to have others."""
        there = [cell for cell in before if cell in after]
        gone = [cell for cell in before if cell not in after]
        for number, cell in enumerate(gone):
            self._once(name, cell, bits_of(cell) & ~shared_bits(cell, (*there, *gone[number + 1 :])), -1)
        for cell in after:
            if cell not in before:
                self._once(name, cell, bits_of(cell) & ~shared_bits(cell, there), 1)
                there.append(cell)

    def taken(self) -> Iterator[Step]:
        """The steps so far, which are then no longer here; those that come to nothing are left out."""
        steps, self._steps = self._steps, defaultdict(dict)
        for (cell, bits), counts in steps.items():
            moved = {name: amount for name, amount in counts.items() if amount}
            if moved:
                yield Step(cell, bits, moved)

    def _once(self, name: str, cell: Cell, bits: int, amount: int) -> None:
        if bits:
            steps = self._steps[cell, bits]
            steps[name] = steps.get(name, 0) + amount
