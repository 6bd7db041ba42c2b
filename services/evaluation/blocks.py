"""What a cut shows as one: a value by itself, or those that are merged into `others`.

The region has its `others`, and so has a municipality with districts, whose values are written as 0180/jarva.
First the rule of five decides what stands by itself, then blocks are merged until nothing can be told by
subtracting them from the units' own results.
"""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from services.evaluation.differences import possible_cells, telling_pair
from services.evaluation.small_groups import OTHERS, shown_alone

Asked = Mapping[tuple[UUID, str], int]  # unit and value → how many were invited


def standing_alone(answered: Mapping[str, int], units: Mapping[UUID, int], asked: Asked) -> set[str]:
    """The values that are shown by themselves, and parts of values beside them.

    `answered` is by value, `units` by unit.
    """
    alone = _large_enough(answered)
    while pair := telling_pair(units, +_merged(answered, alone), _merged_within(asked, alone)):
        blocks = _merged(answered, alone)
        mergeable = [block for block in pair if block != OTHERS]
        smallest = min(mergeable, key=lambda block: (blocks[block], block))
        alone.discard(smallest if part_of(smallest) != OTHERS else head_of(smallest))
    return alone


def may_have_answered(
    answered: Mapping[str, int], units: Mapping[UUID, int], asked: Asked, alone: set[str]
) -> Asked:
    """Those of the asked whose answers the published figures do not prove to be none."""
    cells = possible_cells(units, +_merged(answered, alone), _merged_within(asked, alone))
    return {(unit, value): n for (unit, value), n in asked.items() if (unit, block_of(value, alone)) in cells}


def block_of(value: str, alone: set[str]) -> str:
    """The block that a value is shown in."""
    head = head_of(value)
    if head not in alone:
        return OTHERS
    return value if value == head or value in alone else f"{head}/{OTHERS}"


def head_of(value: str) -> str:
    """The value itself, or the municipality of a district."""
    return value.partition("/")[0]


def part_of(value: str) -> str:
    """The district; empty where the value is no part of another."""
    return value.partition("/")[2]


def _large_enough(answered: Mapping[str, int]) -> set[str]:
    """What the rule of five lets stand by itself.

    Pooled answers are published as pools too, so they must not fill up `others`: they are left out.
    """
    heads: Counter[str] = Counter()
    for value, count in answered.items():
        heads[head_of(value)] += count
    del heads[OTHERS]
    alone = shown_alone(heads)
    for head in list(alone):
        parts = {
            part_of(value): n for value, n in answered.items() if head_of(value) == head and part_of(value)
        }
        alone |= {f"{head}/{part}" for part in shown_alone(parts)}
    return alone


def _merged(numbers: Mapping[str, int], alone: set[str]) -> Counter[str]:
    blocks: Counter[str] = Counter()
    for value, number in numbers.items():
        blocks[block_of(value, alone)] += number
    return blocks


def _merged_within(asked: Asked, alone: set[str]) -> Asked:
    cells: Counter[tuple[UUID, str]] = Counter()
    for (unit, value), number in asked.items():
        cells[unit, block_of(value, alone)] += number
    return cells
