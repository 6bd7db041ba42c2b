"""Tables of who was asked and who answered, what is published of them, and what a reader finds by trying."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import combinations, product
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from services.evaluation.cuts import PublishedUnit, cuts_of
from services.evaluation.questionnaires import Library, questions_of
from services.evaluation.small_groups import FEWEST


def standard(code: str) -> Library:
    """The questions of a questionnaire that every region begins with."""
    content = (
        files("services.evaluation").joinpath(f"questionnaires/standard/{code}-1.json").read_text("utf-8")
    )
    return Library({item.code: item for item in questions_of(json.loads(content))})


STANDARD = standard("standard")

VALUES = ("0114", "0115", "0180/jarva", "0180/farsta", "0180/others")
Place = tuple[int, str]  # unit and value
Cells = dict[Place, tuple[int, int]]  # how many answered, and how many were asked
Cuts = dict[tuple[str, str], dict[str, Any]]

people = st.tuples(st.integers(0, 9), st.integers(0, 4)).map(lambda pair: (pair[0], sum(pair)))
tables = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(VALUES)), people, min_size=1, max_size=12
)


def only_publishable(cells: Cells) -> Cells:
    """Units of fewer than five answers are no units: they are pooled."""
    units, _ = sums(cells)
    return {place: people for place, people in cells.items() if units[place[0]] >= FEWEST}


def sums(cells: Cells) -> tuple[Counter[int], Counter[str]]:
    """How many answered by unit, and by value."""
    units: Counter[int] = Counter()
    blocks: Counter[str] = Counter()
    for (unit, block), (answered, _) in cells.items():
        units[unit] += answered
        blocks[block] += answered
    return units, blocks


def asked_in(cells: Cells) -> Counter[Place]:
    """How many were asked by unit and value."""
    return Counter({place: asked for place, (_, asked) in cells.items()})


def published(cells: Cells, pooled: int = 0) -> Cuts:
    """The cuts by dimension and value, where a pool of so many answered whole."""
    units, blocks = sums(cells)
    asked = asked_in(cells)
    published = []
    for number, answered in units.items():
        reached = {value: n for (unit, value), n in asked.items() if unit == number}
        counts = {"overall": Counter({"4": answered})}
        published.append(PublishedUnit(uuid4(), sum(reached.values()), counts, {"municipality": reached}))
    if pooled:
        published.append(PublishedUnit(uuid4(), pooled, {"overall": Counter({"4": pooled})}, None))
    tallies = {"municipality": {"overall": {value: Counter({"4": count}) for value, count in blocks.items()}}}
    return {(cut["dimension"], cut["value"]): cut for cut in cuts_of(STANDARD, published, tallies)}


def answered_in(cut: dict[str, Any]) -> int:
    """How many answers a cut of one question shows; none where it shows no question."""
    for question in cut["questions"]:
        assert sum(question["counts"].values()) == question["answered"]
    return sum(question["answered"] for question in cut["questions"])


def tells_by_brute_force(units: Counter[int], blocks: Counter[str], asked: Mapping[Place, int]) -> bool:
    """Whether, by some choice of units and blocks, one to four answers cross at the most."""
    cells = [cell for cell in asked if cell[1] in blocks]
    room = {(unit, block): min(asked[unit, block], units[unit], blocks[block]) for unit, block in cells}
    choices = list(product(_subsets(units), _subsets(blocks)))
    for inside, chosen in choices:
        left, there, elsewhere = _crossing(units, inside, blocks, chosen, cells)
        if left + sum(room[cell] for cell in elsewhere) == 0:  # all full elsewhere, so none is left there
            room |= dict.fromkeys(there, 0)
    for inside, chosen in choices:
        left, _, elsewhere = _crossing(units, inside, blocks, chosen, cells)
        if 0 < left + 2 * sum(room[cell] for cell in elsewhere) < FEWEST:
            return True
    return False


def _crossing(
    units: Counter[int], inside: set[int], blocks: Counter[str], chosen: set[str], cells: list[Place]
) -> tuple[int, list[Place], list[Place]]:
    """Units less blocks, the other blocks' cells in those units, and the blocks' cells in other units."""
    left = sum(units[unit] for unit in inside) - sum(blocks[block] for block in chosen)
    there = [cell for cell in cells if cell[0] in inside and cell[1] not in chosen]
    elsewhere = [cell for cell in cells if cell[0] not in inside and cell[1] in chosen]
    return left, there, elsewhere


def _subsets(names: Iterable[Any]) -> list[set[Any]]:
    names = list(names)
    return [set(some) for count in range(len(names) + 1) for some in combinations(names, count)]
