"""Results as CSV: a line for each value of each question, and one for each text."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.evaluation.distributions import Distribution, distributions
from services.evaluation.queries.results import EvaluationResults, Results
from shared.sheets import as_csv as written

COLUMNS = (
    "evaluation",  # empty where the line is of several evaluations together
    "held_on",
    "purpose",  # occasion, follow_up or survey
    "question",  # its code, the same in all versions
    "kind",
    "asked",  # the question in words
    "answered",  # how many answered the question, five or more
    "mean",  # empty where answers are no figures
    "satisfied",  # how many gave 4 or 5; empty on other scales
    "value",  # a figure, yes or no, an option's code, or the lower end of a band
    "name",  # the value in words
    "count",  # how many gave it
    "text",  # what one person wrote; such lines have no figures, and their order says nothing
)
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel misreads å, ä and ö
_Line = Sequence[Any]


def as_csv(results: Results) -> bytes:
    """Comma-separated UTF-8 with a byte order mark; the first line has the names of COLUMNS."""
    return (_BYTE_ORDER_MARK + written(COLUMNS, _lines(results))).encode()


def _lines(results: Results) -> Iterator[_Line]:
    mine = ("", "", results.purpose)
    if isinstance(results, EvaluationResults) and not results.together_with:
        mine = _about(results.mine.evaluation)
    yield from _figures(mine, results.distributions)
    later = [item for _, item in results.followed_up] + results.later_only
    yield from _figures(("", "", "follow_up"), later)
    if not isinstance(results, EvaluationResults):
        for seen in results.held:
            found = distributions(results.questions, seen.results["questions"] if seen.results else ())
            yield from _figures(_about(seen.evaluation), found)
    for code, texts in results.texts.items():
        question = results.questions[code]
        for text in texts:
            yield (*mine, code, question.kind, str(question.text), *[""] * 6, text.text)


def _figures(about: tuple[Any, ...], found: Sequence[Distribution]) -> Iterator[_Line]:
    for item in found:
        asked = (item.question.code, item.question.kind, str(item.question.text))
        measures = (item.answered, _blank(item.mean), _blank(item.figures["satisfied"]))
        for line in item.lines:
            yield (*about, *asked, *measures, line.value, line.name, line.count, "")


def _about(evaluation: Any) -> tuple[Any, ...]:
    return str(evaluation.id), evaluation.held_on.isoformat(), evaluation.purpose


def _blank(value: Any) -> Any:
    return "" if value is None else value
