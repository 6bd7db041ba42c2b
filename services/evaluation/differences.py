"""What a reader learns by subtracting cuts from the results of occasions, or the other way round.

The answers of a tertial are published twice: by unit (an occasion, or a pool of small ones) and, along one
dimension, by block (a municipality, …, others). Attendance lists tell which units a block's people were in.
So whoever finds blocks whose people were in some units only may subtract: units minus blocks leaves the
others' answers in those units. That remainder must be none or at least five, for every choice of units and
blocks. It is the least cut of a flow network, so that no choice has to be tried by itself: answers are moved
between the cells that attendance allows, with every published figure kept.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from itertools import permutations
from uuid import UUID

from services.evaluation.small_groups import FEWEST

Cells = dict[UUID, dict[str, int]]  # unit → block → answers
Steps = dict[str, tuple[UUID, str] | None]  # block → the unit and block it was reached from

_NOWHERE = ""


def telling_pair(
    units: Mapping[UUID, int], blocks: Mapping[str, int], possible: Iterable[tuple[UUID, str]]
) -> tuple[str, str] | None:
    """Two blocks that some subtraction tells apart with one to four answers left over, or None.

    `units` and `blocks` are answers published by each; `possible` names the cells that can have any.
    """
    cells = _some_table(units, blocks, possible)
    names = sorted(blocks)
    while True:
        found, is_smaller = _first_telling(cells, names)
        if found or not is_smaller:
            return found


def _first_telling(cells: Cells, names: Collection[str]) -> tuple[tuple[str, str] | None, bool]:
    """The first telling pair, and whether cells were found empty, so that all must be looked at anew."""
    for inside, outside in permutations(names, 2):
        left, reached = _move(cells, inside, outside, FEWEST, keep=True)
        if 0 < left < FEWEST:
            return (inside, outside), False
        if left == 0 and _drop_empty(cells, reached):
            return None, True
    return None, False


def _some_table(
    units: Mapping[UUID, int], blocks: Mapping[str, int], possible: Iterable[tuple[UUID, str]]
) -> Cells:
    """Any table with these sums; which one does not matter, for only the sums are published."""
    cells: Cells = {unit: {_NOWHERE: answered} for unit, answered in units.items()}
    for unit, block in possible:
        if unit in cells and block in blocks:
            cells[unit][block] = 0
    for block, answered in blocks.items():
        moved, _ = _move(cells, block, _NOWHERE, answered)
        if moved < answered:
            raise ValueError("the results by unit and by block are not of the same answers")
    for row in cells.values():
        del row[_NOWHERE]
    return cells


def _move(
    cells: Cells, inside: str, outside: str, limit: int, *, keep: bool = False
) -> tuple[int, Collection[str]]:
    """Move up to `limit` answers from `outside` into `inside`; returns how many, and the blocks reached.

    With `keep` the table itself stays as it is.
    """
    if keep:
        cells = {unit: dict(row) for unit, row in cells.items()}
    moved = 0
    while moved < limit:
        steps = _reach(cells, inside, outside)
        if outside not in steps:
            return moved, steps
        path = list(_path(steps, outside))
        amount = min(limit - moved, *(cells[unit][block] for unit, _, block in path))
        for unit, previous, block in path:
            cells[unit][previous] += amount
            cells[unit][block] -= amount
        moved += amount
    return moved, ()


def _reach(cells: Cells, inside: str, outside: str) -> Steps:
    steps: Steps = {inside: None}
    queue, fresh_units = deque([inside]), dict(cells)
    while queue and outside not in steps:
        block = queue.popleft()
        for unit in [unit for unit, row in fresh_units.items() if block in row]:
            for other, answers in fresh_units.pop(unit).items():
                if answers and other not in steps:
                    steps[other] = unit, block
                    queue.append(other)
    return steps


def _path(steps: Steps, block: str) -> Iterable[tuple[UUID, str, str]]:
    while step := steps[block]:
        unit, previous = step
        yield unit, previous, block
        block = previous


def _drop_empty(cells: Cells, reached: Collection[str]) -> bool:
    """Strike out the cells that a remainder of nothing proves empty; returns whether there were any."""
    dropped = False
    for row in cells.values():
        if not row.keys() & reached:
            continue
        for block in row.keys() - reached:
            del row[block]
            dropped = True
    return dropped
