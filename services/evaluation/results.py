"""The measures of an evaluation, each defined once: answered, distribution, mean and satisfied."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from services.evaluation.questionnaires import Library, Question
from services.evaluation.small_groups import may_show

Counts = Mapping[str, int]  # value → how many gave it


def figures(question: Question, counts: Counts) -> dict[str, Any]:
    """One question's published figures where each answer counts for one value, as the events page declares.

    mean: of all figures given; null where answers are no figures. satisfied: how many gave 4 or 5; null
    where that has no meaning.
    """
    answered = sum(counts.values())
    mean = satisfied = None
    if question.figures and answered:
        mean = round(sum(int(figure) * count for figure, count in counts.items()) / answered, 4)
    if question.satisfied_from is not None:
        satisfied = sum(n for figure, n in counts.items() if int(figure) >= question.satisfied_from)
    return {
        "code": question.code,
        "answered": answered,
        "mean": mean,
        "satisfied": satisfied,
        "counts": {value: counts.get(value, 0) for value in question.values},
    }


def published(questions: Library, ballots: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The figures of the questions that enough have answered, in the order in which they are asked.

    A number has the mean of what was written; of several chosen, each counts.
    """
    given: dict[str, list[Any]] = {}
    for answers in ballots:
        for code, answer in answers.items():
            given.setdefault(code, []).append(answer)
    return [
        _measured(question, given[question.code])
        for question in questions.in_order(given)
        if not question.is_text and may_show(len(given[question.code]))
    ]


def _measured(question: Question, answers: list[Any]) -> dict[str, Any]:
    counts = Counter(value for answer in answers for value in question.counted_as(answer))
    measured = figures(question, counts) | {"answered": len(answers)}
    if question.kind == "number":
        measured["mean"] = round(sum(answers) / len(answers), 4)
    return measured


def counts_of(published_question: Mapping[str, Any]) -> Counter[str]:
    """The distribution of a question that was published."""
    return Counter({value: n for value, n in published_question["counts"].items() if n})


def summed(questions: Library, parts: Iterable[Iterable[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The figures of several published results together: their sums, and nothing that they do not show.

    A mean is of all answers, so that a result of many weighs more than one of few.
    """
    found: dict[str, list[Mapping[str, Any]]] = {}
    for part in parts:
        for item in part:
            found.setdefault(item["code"], []).append(item)
    return [_sum(question, found[question.code]) for question in questions.in_order(found)]


def _sum(question: Question, items: list[Mapping[str, Any]]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for item in items:
        counts.update(item["counts"])
    answered = sum(item["answered"] for item in items)
    together = figures(question, counts) | {"answered": answered}
    if question.kind == "number":
        total = sum(item["mean"] * item["answered"] for item in items)
        together["mean"] = round(total / answered, 4) if answered else None
    return together
