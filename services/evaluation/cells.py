"""Answers in cells, by the unit and the block they may lie in, and how they can be moved between cells."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

Cells = dict[UUID, dict[str, int]]  # unit → block → people
Steps = dict[str, tuple[UUID, str] | None]  # block → the unit and block it was reached from


@dataclass
class Table:
    """Answers by unit and block, and the most that each cell has room for."""

    answers: Cells
    room: Cells

    def copy(self) -> "Table":
        """A table whose answers can be moved while these stay; the room is shared."""
        return Table({unit: dict(row) for unit, row in self.answers.items()}, self.room)

    def move(self, inside: str, outside: str, limit: int) -> int:
        """Move up to `limit` answers from the one block into the other, units kept; returns how many."""
        moved = 0
        while moved < limit:
            steps = self.givers(inside, outside)
            if outside not in steps:
                break
            path = list(_path(steps, outside))
            amount = min(limit - moved, *(self._movable(*step) for step in path))
            for unit, taker, giver in path:
                self.answers[unit][taker] += amount
                self.answers[unit][giver] -= amount
            moved += amount
        return moved

    def drop_empty_cells(self) -> None:
        """Strike out the cells that have no answers in any table with these sums and this room."""
        blocks = {block for row in self.answers.values() for block in row}
        givers = {block: self.givers(block) for block in blocks}
        for unit, row in self.answers.items():
            has = [block for block, answers in row.items() if answers]
            for block in row.keys() - has:
                if not any(block in givers[other] for other in has):
                    del row[block], self.room[unit][block]

    def double_room(self) -> None:
        """Let the room tell how many answers cross in both directions together."""
        self.room = {unit: {block: 2 * n for block, n in row.items()} for unit, row in self.room.items()}

    def givers(self, inside: str, outside: str | None = None) -> Steps:
        """The blocks that can give an answer to the one inside, until the one outside is found."""
        steps: Steps = {inside: None}
        queue, fresh_units = deque([inside]), dict(self.answers)
        while queue and outside not in steps:
            block = queue.popleft()
            for unit in [unit for unit, row in fresh_units.items() if self._has_room(unit, row, block)]:
                for other, answers in fresh_units.pop(unit).items():
                    if answers and other not in steps:
                        steps[other] = unit, block
                        queue.append(other)
        return steps

    def _has_room(self, unit: UUID, row: Mapping[str, int], block: str) -> bool:
        return block in row and row[block] < self.room[unit][block]

    def _movable(self, unit: UUID, taker: str, giver: str) -> int:
        return min(self.answers[unit][giver], self.room[unit][taker] - self.answers[unit][taker])


def _path(steps: Steps, block: str) -> Iterable[tuple[UUID, str, str]]:
    """Unit, block that takes and block that gives, from the end of the way to its beginning."""
    while step := steps[block]:
        unit, taker = step
        yield unit, taker, block
        block = taker
