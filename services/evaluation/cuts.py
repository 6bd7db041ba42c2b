"""The published cuts of a tertial: what each dimension shows, question by question, and who was invited.

A question is answered by some only, so each has blocks of its own. How many were invited is told once for
a cut, of those whose answers it has to the question that everybody answers: that question's answers divided
by it are the response rate. A cut that does not show that question has no number of invited.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.evaluation.blocks import (
    Asked,
    block_of,
    head_of,
    may_have_answered,
    part_of,
    standing_alone,
)
from services.evaluation.questionnaires import SATISFACTION, Library
from services.evaluation.results import figures
from services.evaluation.small_groups import OTHERS, may_show

Counts = Counter[str]  # value → how many gave it
Cut = tuple[str, str]  # dimension and value
Tallies = Mapping[str, Mapping[str, Mapping[str, Counts]]]  # dimension → question → value

WHOLE: Cut = ("all", "all")
DISTRICT = "district"  # the dimension of the parts, which no values but municipalities have


@dataclass(frozen=True)
class PublishedUnit:
    """A unit of the tertial: how many it had asked, and the figures it shows by question.

    `reached` is how many it had asked by dimension and value; None for a pool, which has lost the facts.
    """

    id: UUID
    invited: int
    counts: Mapping[str, Counts]
    reached: Mapping[str, Mapping[str, int]] | None

    def asked(self, dimension: str) -> Mapping[str, int]:
        """How many were asked by value; those of a pool are `others`, as their answers are."""
        if self.reached is None:
            return {OTHERS: self.invited}
        return self.reached.get(dimension, {})


def cuts_of(questions: Library, units: Iterable[PublishedUnit], tallies: Tallies) -> list[dict[str, Any]]:
    """Every cut of a tertial as it is published, in a fixed order."""
    units = list(units)
    totals = _totals(questions, units)
    shown: dict[Cut, list[dict[str, Any]]] = {
        WHOLE: [figures(questions[code], counts) for code, counts in totals.items()]
    }
    invited = Counter({WHOLE: sum(unit.invited for unit in units)})
    for dimension, by_question in tallies.items():
        asked: Asked = {(unit.id, value): n for unit in units for value, n in unit.asked(dimension).items()}
        for code, total in totals.items():
            known = dict(by_question.get(code, {}))
            known[OTHERS] = total - _sum(known.values())
            answered = _answered(known), _answered_in(units, code)
            alone = standing_alone(*answered, asked)
            for cut, counts in _shown(dimension, known, alone).items():
                shown.setdefault(cut, []).append(figures(questions[code], counts))
            if code == SATISFACTION:  # who leaves it out answers nothing at all
                invited.update(_invited(dimension, asked, alone))
                asked = may_have_answered(*answered, asked, alone)
    return [
        {"dimension": cut[0], "value": cut[1], "invited": invited.get(cut), "questions": shown.get(cut, [])}
        for cut in sorted(shown.keys() | invited.keys())
    ]


def _totals(questions: Library, units: Sequence[PublishedUnit]) -> dict[str, Counts]:
    """The answers of all units to each question that may be shown, in the questionnaire's order."""
    asked = {code for unit in units for code in unit.counts}
    codes = [question.code for question in questions.in_order(asked)]
    totals = {code: _sum(unit.counts.get(code, Counter()) for unit in units) for code in codes}
    return {code: total for code, total in totals.items() if may_show(total.total())}


def _answered(known: Mapping[str, Counts]) -> dict[str, int]:
    return {value: counts.total() for value, counts in known.items()}


def _answered_in(units: Sequence[PublishedUnit], code: str) -> dict[UUID, int]:
    return {unit.id: unit.counts[code].total() for unit in units if code in unit.counts}


def _shown(dimension: str, known: Mapping[str, Counts], alone: set[str]) -> dict[Cut, Counts]:
    shown: dict[Cut, Counts] = {}
    for value, counts in known.items():
        for cut in _cuts_showing(dimension, value, alone):
            shown[cut] = shown.get(cut, Counter()) + counts
    return {cut: counts for cut, counts in shown.items() if counts}


def _invited(dimension: str, asked: Asked, alone: set[str]) -> Counter[Cut]:
    """Those asked in each cut, also where none of them answered, so that parts sum to the whole."""
    invited: Counter[Cut] = Counter()
    for (_, value), number in asked.items():
        for cut in _cuts_showing(dimension, value, alone):
            invited[cut] += number
    return invited


def _cuts_showing(dimension: str, value: str, alone: set[str]) -> Iterable[Cut]:
    """The cuts that a value's people are counted in."""
    block, head = block_of(value, alone), head_of(value)
    if block == OTHERS:
        return [(dimension, OTHERS)]
    if any(head_of(other) == head and part_of(other) for other in alone):
        return [(dimension, head), (DISTRICT, block)]
    return [(dimension, head)]


def _sum(counts: Iterable[Counts]) -> Counts:
    total: Counts = Counter()
    for item in counts:
        total.update(item)
    return total
