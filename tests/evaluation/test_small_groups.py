"""The rule of five, held against brute force: no subtraction of published figures leaves one to four."""

from collections import Counter
from itertools import chain, combinations
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.cuts import PublishedUnit, cuts_of
from services.evaluation.differences import telling_pair
from services.evaluation.small_groups import FEWEST, OTHERS, may_show, shown_alone

VALUES = ("0114", "0115", "0180/jarva", "0180/farsta", "0180/others")
Cells = dict[tuple[int, str], int]

tables = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(VALUES)), st.integers(0, 9), min_size=1, max_size=12
)


def test_five_may_be_shown_and_four_may_not() -> None:
    assert may_show(5) and not may_show(4)


def test_values_with_five_answers_stand_alone() -> None:
    assert shown_alone({"a": 5, "b": 9}) == {"a", "b"}


def test_too_small_a_rest_takes_the_smallest_value_with_it() -> None:
    assert shown_alone({"a": 6, "b": 9, "c": 2, "d": 1}) == {"b"}


def test_a_rest_of_five_stands_by_itself() -> None:
    assert shown_alone({"a": 6, "b": 3, "c": 2}) == {"a"}


def test_one_small_value_beside_one_large_hides_both() -> None:
    assert shown_alone({"municipal": 100, "private": 3}) == set()


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)))
def test_whatever_the_answers_every_shown_part_has_none_or_at_least_five(answered: dict[str, int]) -> None:
    alone = shown_alone(answered)
    parts = [answered[value] for value in alone]
    parts.append(sum(count for value, count in answered.items() if value not in alone))
    if sum(parts) >= FEWEST:
        assert all(part == 0 or part >= FEWEST for part in parts)


@settings(deadline=None, max_examples=400)
@given(tables)
def test_telling_subtractions_are_found_exactly_when_brute_force_finds_one(cells: Cells) -> None:
    cells = _without_small_sums(cells)
    units, blocks = _sums(cells)
    assert (telling_pair(units, blocks, cells) is not None) == _brute_force(units, blocks, set(cells))


@settings(deadline=None, max_examples=300)
@given(tables)
def test_no_subtraction_of_published_figures_leaves_a_small_group(cells: Cells) -> None:
    """The attacker knows who was asked where, and subtracts any cuts from any units, or the reverse."""
    cells = _only_publishable(cells)
    units, _ = _sums(cells)
    shown = _published(cells)
    for dimensions in (("municipality",), ("municipality", "district")):
        blocks = _finest(shown, dimensions)
        if units:
            assert all(count >= FEWEST for count in blocks.values())
            assert blocks.total() == sum(units.values())
            possible = {(unit, _shown_as(value, blocks)) for unit, value in cells}
            assert not _brute_force(units, blocks, possible)


@settings(deadline=None, max_examples=200)
@given(tables, st.integers(5, 9))
def test_pooled_answers_hide_nobody_and_reveal_nobody(cells: Cells, pooled: int) -> None:
    cells = _only_publishable(cells)
    shown = _published(cells, pooled)
    others = shown.get(("municipality", OTHERS), 0)
    assert others == pooled or others >= pooled + FEWEST
    parts = sum(count for (name, _), count in shown.items() if name == "municipality")
    assert parts == shown["all", "all"]


def _published(cells: Cells, pooled: int = 0) -> dict[tuple[str, str], int]:
    """How many answers each cut shows."""
    units, blocks = _sums(cells)
    published = [
        PublishedUnit(
            uuid4(),
            {"overall": Counter({4: answered})},
            {"place": frozenset(value for unit, value in cells if unit == number)},
        )
        for number, answered in units.items()
    ]
    if pooled:
        published.append(PublishedUnit(uuid4(), {"overall": Counter({4: pooled})}, None))
    tallies = {"place": {"overall": {value: Counter({4: count}) for value, count in blocks.items()}}}
    return {(cut["dimension"], cut["value"]): _answered(cut) for cut in cuts_of(published, tallies)}


def _answered(cut: dict[str, Any]) -> int:
    (question,) = cut["questions"]
    assert sum(question["counts"].values()) == question["answered"]
    return question["answered"]


def _only_publishable(cells: Cells) -> Cells:
    """Units of fewer than five answers are no units: they are pooled."""
    units, _ = _sums(cells)
    return {key: count for key, count in cells.items() if units[key[0]] >= FEWEST}


def _without_small_sums(cells: Cells) -> Cells:
    """What is left when units and blocks of fewer than five are taken out, until none is."""
    units, blocks = _sums(cells)
    kept = {key: n for key, n in cells.items() if min(units[key[0]], blocks[key[1]]) >= FEWEST}
    return kept if len(kept) == len(cells) else _without_small_sums(kept)


def _sums(cells: Cells) -> tuple[Counter[int], Counter[str]]:
    units: Counter[int] = Counter()
    blocks: Counter[str] = Counter()
    for (unit, block), count in cells.items():
        units[unit] += count
        blocks[block] += count
    return units, blocks


def _finest(shown: dict[tuple[str, str], int], dimensions: tuple[str, ...]) -> Counter[str]:
    """The blocks of the dimensions, a municipality standing back for its districts."""
    blocks = Counter({value: n for (name, value), n in shown.items() if name in dimensions})
    for value in [value for value in blocks if "/" in value]:
        blocks.pop(value.partition("/")[0], None)
    return blocks


def _shown_as(value: str, blocks: Counter[str]) -> str:
    head = value.partition("/")[0]
    return next((name for name in (value, head, f"{head}/{OTHERS}") if name in blocks), OTHERS)


def _brute_force(units: Counter[int], blocks: Counter[str], possible: set[tuple[int, str]]) -> bool:
    """Try every choice of blocks; a remainder of nothing proves cells empty, and all is tried again."""
    possible = set(possible)
    while True:
        before = len(possible)
        for chosen in map(
            set, chain.from_iterable(combinations(blocks, n) for n in range(1, len(blocks) + 1))
        ):
            theirs = {unit for unit, block in possible if block in chosen}
            left = sum(units[unit] for unit in theirs) - sum(blocks[block] for block in chosen)
            if 0 < left < FEWEST:
                return True
            if left == 0:
                possible -= {cell for cell in possible if cell[0] in theirs and cell[1] not in chosen}
        if len(possible) == before:
            return False
