"""The published cuts of a tertial: what each dimension shows, question by question, and what it merges.

A block is what a cut shows as one: a value by itself, or those that are merged into `others` (of the region,
or of a municipality with districts). First the rule of five decides, then blocks are merged until nothing can
be told by subtracting blocks from the units' own results.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.evaluation.differences import telling_pair
from services.evaluation.questionnaire import STANDARD
from services.evaluation.results import figures
from services.evaluation.small_groups import OTHERS, may_show, shown_alone

Counts = Counter[int]  # figure → how many gave it
Cut = tuple[str, str]  # dimension and value

ALL = "all"
PLACE, MUNICIPALITY, DISTRICT = "place", "municipality", "district"


@dataclass(frozen=True)
class PublishedUnit:
    """A unit of the tertial: the figures it shows by question, and the values of those it had asked.

    `reached` is None for a pool, whose answers have lost their facts.
    """

    id: UUID
    counts: Mapping[str, Counts]
    reached: Mapping[str, frozenset[str]] | None

    def may_hold(self, dimension: str) -> frozenset[str]:
        """The values that its answers can have along a dimension."""
        if self.reached is None:
            return frozenset({OTHERS})
        return self.reached.get(dimension, frozenset())


Tallies = Mapping[str, Mapping[str, Mapping[str, Counts]]]  # dimension → question → value


def cuts_of(units: Iterable[PublishedUnit], tallies: Tallies) -> list[dict[str, Any]]:
    """Every cut of a tertial as it is published, in a fixed order."""
    units = list(units)
    found: dict[Cut, list[dict[str, Any]]] = {}
    for question in (item.code for item in STANDARD.figures):
        total = _sum(unit.counts.get(question, Counter()) for unit in units)
        if not may_show(total.total()):
            continue
        found.setdefault((ALL, ALL), []).append(figures(question, total))
        for dimension, by_question in tallies.items():
            known = dict(by_question.get(question, {}))
            known[OTHERS] = total - _sum(known.values())
            for cut, counts in _shown(dimension, question, units, known):
                found.setdefault(cut, []).append(figures(question, counts))
    return [
        {"dimension": dimension, "value": value, "questions": questions}
        for (dimension, value), questions in sorted(found.items())
    ]


def _shown(
    dimension: str, question: str, units: Iterable[PublishedUnit], known: Mapping[str, Counts]
) -> Iterable[tuple[Cut, Counts]]:
    answered = {value: counts.total() for value, counts in known.items()}
    alone = _alone(answered)
    _merge_what_tells(alone, answered, dimension, question, units)
    shown: dict[Cut, Counts] = {}
    for value, counts in known.items():
        for cut in _cuts_showing(dimension, value, alone):
            shown[cut] = shown.get(cut, Counter()) + counts
    return [(cut, counts) for cut, counts in shown.items() if counts]


def _alone(answered: Mapping[str, int]) -> set[str]:
    """What the rule of five lets stand by itself: values, and parts of values as `0180/jarva`.

    Pooled answers are published as pools too, so they must not fill up `others`: they are left out.
    """
    heads: Counter[str] = Counter()
    for value, count in answered.items():
        heads[_head(value)] += count
    del heads[OTHERS]
    alone = shown_alone(heads)
    for head in list(alone):
        parts = {_part(value): n for value, n in answered.items() if _head(value) == head and _part(value)}
        alone |= {f"{head}/{part}" for part in shown_alone(parts)}
    return alone


def _merge_what_tells(
    alone: set[str],
    answered: Mapping[str, int],
    dimension: str,
    question: str,
    units: Iterable[PublishedUnit],
) -> None:
    """Merge blocks until no subtraction of blocks from units leaves one to four answers."""
    asked = {unit.id: unit for unit in units if question in unit.counts}
    totals = {key: unit.counts[question].total() for key, unit in asked.items()}
    while True:
        blocks: Counter[str] = Counter()
        for value, count in answered.items():
            blocks[_block(value, alone)] += count
        possible = {
            (key, _block(value, alone)) for key, unit in asked.items() for value in unit.may_hold(dimension)
        }
        pair = telling_pair(totals, +blocks, possible)
        if pair is None:
            return
        mergeable = [block for block in pair if block != OTHERS]
        smallest = min(mergeable, key=lambda block: (blocks[block], block))
        alone.discard(smallest if _part(smallest) != OTHERS else _head(smallest))


def _block(value: str, alone: set[str]) -> str:
    head = _head(value)
    if head not in alone:
        return OTHERS
    return value if value == head or value in alone else f"{head}/{OTHERS}"


def _cuts_showing(dimension: str, value: str, alone: set[str]) -> Iterable[Cut]:
    """The cuts that a value's answers are counted in."""
    if dimension != PLACE:
        return [(dimension, _block(value, alone))]
    block, head = _block(value, alone), _head(value)
    if block == OTHERS:
        return [(MUNICIPALITY, OTHERS)]
    if any(_head(other) == head and _part(other) for other in alone):
        return [(MUNICIPALITY, head), (DISTRICT, block)]
    return [(MUNICIPALITY, head)]


def _head(value: str) -> str:
    return value.partition("/")[0]


def _part(value: str) -> str:
    return value.partition("/")[2]


def _sum(counts: Iterable[Counts]) -> Counts:
    total: Counts = Counter()
    for item in counts:
        total.update(item)
    return total
