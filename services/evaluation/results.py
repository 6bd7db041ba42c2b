"""The measures of an evaluation, each defined once: answered, distribution, mean and satisfied."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from services.evaluation.questionnaire import question
from services.evaluation.small_groups import may_show

Counts = Mapping[int, int]  # figure → how many gave it


def figures(code: str, counts: Counts) -> dict[str, Any]:
    """One question's published figures, in the form the events page declares.

    mean: of all figures given. satisfied: how many gave 4 or 5; null where that has no meaning.
    """
    asked = question(code)
    answered = sum(counts.values())
    points = sum(figure * count for figure, count in counts.items())
    satisfied = None
    if asked.satisfied_from is not None:
        satisfied = sum(n for figure, n in counts.items() if figure >= asked.satisfied_from)
    return {
        "code": code,
        "answered": answered,
        "mean": round(points / answered, 4) if answered else None,
        "satisfied": satisfied,
        "counts": {str(figure): counts.get(figure, 0) for figure in asked.values},
    }


def counted(ballots: Iterable[Mapping[str, Any]]) -> dict[str, Counter[int]]:
    """How often each figure was given to each question; texts are no figures."""
    counts: dict[str, Counter[int]] = {}
    for answers in ballots:
        for code, value in answers.items():
            if question(code).values:
                counts.setdefault(code, Counter())[value] += 1
    return counts


def published(counts: Mapping[str, Counts], order: Iterable[str]) -> list[dict[str, Any]]:
    """The figures of the questions that enough have answered, in the questionnaire's order."""
    return [
        figures(code, counts[code])
        for code in order
        if code in counts and may_show(sum(counts[code].values()))
    ]


def counts_of(published_question: Mapping[str, Any]) -> Counter[int]:
    """The distribution of a question that was published."""
    return Counter({int(figure): n for figure, n in published_question["counts"].items() if n})
