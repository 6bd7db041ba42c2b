"""What a reader learns by subtracting cuts from the results of occasions, or the other way round.

The answers of a tertial are published twice: by unit (an occasion, or a pool of small ones) and, along one
dimension, by block (a municipality, …, others). Who takes some blocks from some units is left with those
answers that cross: the other blocks' in those units, less the blocks' own in other units. Their number may
be none, and else must not be known to be under five, for every choice of units and blocks. The sum of a
course over its occasions, or of a lecturer over time, is such a choice of units.

What such a reader knows is how many of each block were asked in each unit: attendance lists say it, so it
is no result, and the `invited` of a cut is but a sum of it. It tells how many answers can cross, the closer
the more have answered: where a whole unit did, it may tell that a block's answers all lie there. So it is
reckoned with here, whether told or not. It tells no more: a cut where everybody answered has five answers
or more like any other, and nothing says whose is which.

The fewest that can cross are the least cut of a flow network, so that no choice has to be tried by itself:
answers are moved between the cells that attendance allows, with every published figure kept. Crossing cells
of the chosen units count with their answers, those of other units with twice their room, less their answers:
their difference being published, this is the most that can cross in both.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from services.evaluation.cells import Table
from services.evaluation.small_groups import FEWEST

_NOWHERE = ""


def telling_pair(
    units: Mapping[UUID, int], blocks: Mapping[str, int], asked: Mapping[tuple[UUID, str], int]
) -> tuple[str, str] | None:
    """Two blocks that some subtraction tells apart while one to four answers cross at the most, or None.

    `units` and `blocks` are answers published by each, `asked` those invited in each cell.
    """
    table = _table(units, blocks, asked)
    table.double_room()
    for inside, outside in _pairs(table, sorted(blocks, key=lambda block: (blocks[block], block))):
        if table.copy().move(inside, outside, FEWEST) < FEWEST:
            return inside, outside
    return None


def possible_cells(
    units: Mapping[UUID, int], blocks: Mapping[str, int], asked: Mapping[tuple[UUID, str], int]
) -> set[tuple[UUID, str]]:
    """The cells that a reader cannot prove to be empty."""
    return {(unit, block) for unit, row in _table(units, blocks, asked).answers.items() for block in row}


def _pairs(table: Table, blocks: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs enough that each choice of some of these blocks parts one, unless nothing crosses it anyway.

    Among blocks that hang together each choice parts the last from another one, inside or outside.
    """
    left = list(blocks)
    while left:
        last = left[-1]
        together = table.givers(last)
        for block in (block for block in left[:-1] if block in together):
            yield block, last
            yield last, block
        left = [block for block in left if block not in together]


def _table(
    units: Mapping[UUID, int], blocks: Mapping[str, int], asked: Mapping[tuple[UUID, str], int]
) -> Table:
    """Any table with these sums, without the cells that are empty in all of them.

    Which one does not matter, for only the sums are published.
    """
    table = Table(
        {unit: {_NOWHERE: answered} for unit, answered in units.items()},
        {unit: {_NOWHERE: answered} for unit, answered in units.items()},
    )
    for (unit, block), number in asked.items():
        if unit in units and block in blocks and number:
            table.answers[unit][block] = 0
            table.room[unit][block] = min(number, units[unit], blocks[block])
    for block, answered in blocks.items():
        if table.move(block, _NOWHERE, answered) < answered:
            raise ValueError("the results by unit and by block are not of the same answers")
    for unit in units:
        del table.answers[unit][_NOWHERE], table.room[unit][_NOWHERE]
    table.drop_empty_cells()
    return table
