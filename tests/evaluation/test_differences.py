"""The rule of five, held against brute force: no subtraction of published figures leaves one to four."""

from collections import Counter
from uuid import uuid4

from hypothesis import example, given, settings

from services.evaluation.differences import telling_pair
from services.evaluation.small_groups import FEWEST, OTHERS
from tests.evaluation.tables import (
    Cells,
    Place,
    answered_in,
    asked_in,
    only_publishable,
    published,
    sums,
    tables,
    tells_by_brute_force,
)


def test_a_unit_where_everybody_answered_may_tell_where_a_block_lies() -> None:
    """All six of the first unit answered: so all of A's answers lie there, and first minus A is B's one."""
    asked = {("first", "A"): 5, ("first", "B"): 1, ("second", "A"): 5, ("second", "B"): 10}
    assert _tells({"first": 6, "second": 9}, {"A": 5, "B": 10}, asked)
    asked["first", "B"] = 9  # now A's answers may lie in the second as well
    assert not _tells({"first": 6, "second": 9}, {"A": 5, "B": 10}, asked)


def test_one_guest_each_way_is_told_by_the_difference() -> None:
    """First minus A is B's guest at the first less A's guest at the second: two answers in one figure."""
    asked = {("first", "A"): 8, ("first", "B"): 1, ("second", "A"): 1, ("second", "B"): 8}
    assert _tells({"first": 8, "second": 8}, {"A": 8, "B": 8}, asked)
    asked |= {("first", "B"): 4, ("second", "A"): 4}
    assert not _tells({"first": 8, "second": 8}, {"A": 8, "B": 8}, asked)


@settings(deadline=None, max_examples=400)
@given(tables)
def test_telling_subtractions_are_found_exactly_when_brute_force_finds_one(cells: Cells) -> None:
    cells = _without_small_sums(cells)
    units, blocks = sums(cells)
    assert (telling_pair(units, blocks, asked_in(cells)) is not None) == tells_by_brute_force(
        units, blocks, asked_in(cells)
    )


@settings(deadline=None, max_examples=300)
@given(tables)
@example({(0, "0114"): (5, 5), (0, "0180/jarva"): (0, 1), (1, "0114"): (0, 1), (1, "0180/farsta"): (5, 5)})
def test_no_subtraction_of_published_figures_leaves_a_small_group(cells: Cells) -> None:
    """The attacker knows how many were asked where, and subtracts any cuts from any units, or the reverse.

    A municipality is a choice of its districts, and who reads these may prove that nobody of it is left.
    """
    cells = only_publishable(cells)
    units, _ = sums(cells)
    shown = {cut: answered_in(found) for cut, found in published(cells).items()}
    for dimensions in (("municipality",), ("municipality", "district")):
        blocks = _finest(shown, dimensions)
        assert all(count >= FEWEST for count in blocks.values())
        assert blocks.total() == units.total()
    asked: Counter[Place] = Counter()
    for (unit, value), number in asked_in(cells).items():
        asked[unit, _shown_as(value, blocks)] += number
    assert not tells_by_brute_force(units, blocks, asked)


def _tells(units: dict[str, int], blocks: dict[str, int], asked: dict[tuple[str, str], int]) -> bool:
    ids = {name: uuid4() for name in units}
    cells = {(ids[unit], block): number for (unit, block), number in asked.items()}
    return telling_pair({ids[unit]: n for unit, n in units.items()}, blocks, cells) is not None


def _without_small_sums(cells: Cells) -> Cells:
    """What is left when units and blocks of fewer than five are taken out, until none is."""
    units, blocks = sums(cells)
    kept = {key: n for key, n in cells.items() if min(units[key[0]], blocks[key[1]]) >= FEWEST}
    return kept if len(kept) == len(cells) else _without_small_sums(kept)


def _finest(shown: dict[tuple[str, str], int], dimensions: tuple[str, ...]) -> Counter[str]:
    """The blocks of the dimensions that have answers, a municipality standing back for its districts."""
    blocks = Counter({value: n for (name, value), n in shown.items() if name in dimensions})
    for value in [value for value in blocks if "/" in value]:
        blocks.pop(value.partition("/")[0], None)
    return +blocks


def _shown_as(value: str, blocks: Counter[str]) -> str:
    head = value.partition("/")[0]
    return next((name for name in (value, head, f"{head}/{OTHERS}") if name in blocks), OTHERS)
