"""Two surveys compared, as a file: a row for each measure of each question, the two beside one another."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.evaluation.comparisons import ComparedQuestion
from services.evaluation.distributions import value_names
from services.evaluation.queries.surveys import ComparedSurveys
from shared import sheets
from shared.i18n import gettext as _

_CODES = ("question", "measure", "value", "a", "b", "difference")


def as_csv(found: ComparedSurveys) -> str:
    """In codes: answered, mean, satisfied_share, and count and share of each value; shares from 0 to 1."""
    return sheets.as_csv(_CODES, _rows(found))


def as_xlsx(found: ComparedSurveys) -> bytes:
    """A workbook in the reader's language."""
    names = (
        _("Question"),
        _("Measure"),
        _("Answer"),
        found.first.survey.title,
        found.second.survey.title,
        _("Difference"),
    )
    rows = (_in_words(found, row) for row in _rows(found))
    return sheets.as_xlsx(_("Comparison"), names, rows, fixed=1)


def _rows(found: ComparedSurveys) -> Iterator[Sequence[Any]]:
    for item in found.comparison.both:
        yield from _rows_of(item)
    for question in found.comparison.only_first:
        yield question.code, "only_a", "", "", "", ""
    for question in found.comparison.only_second:
        yield question.code, "only_b", "", "", "", ""


def _rows_of(item: ComparedQuestion) -> Iterator[Sequence[Any]]:
    code, one, other = item.question.code, item.first, item.second
    yield code, "answered", "", one.answered, other.answered, other.answered - one.answered
    if item.mean_difference is not None:
        yield code, "mean", "", one.mean, other.mean, item.mean_difference
    if item.satisfied_difference is not None:
        shares = (round(side.satisfied_share or 0, 4) for side in (one, other))
        yield code, "satisfied_share", "", *shares, item.satisfied_difference
    for value in item.values:
        code_of, sides = value.first.value, (value.first, value.second)
        yield code, "count", code_of, *(side.count for side in sides), sides[1].count - sides[0].count
        yield code, "share", code_of, *(round(side.share, 4) for side in sides), value.difference


def _in_words(found: ComparedSurveys, row: Sequence[Any]) -> Sequence[Any]:
    comparison = found.comparison
    questions = [item.question for item in comparison.both]
    known = {item.code: item for item in (*questions, *comparison.only_first, *comparison.only_second)}
    code, measure, value, *rest = row
    question = known[code]
    return str(question.text), _measures()[measure], value_names(question).get(value, value), *rest


def _measures() -> dict[str, str]:
    return {
        "answered": _("Answers"),
        "mean": _("Mean"),
        "satisfied_share": _("Share of 4 and 5"),
        "count": _("Number"),
        "share": _("Share"),
        "only_a": _("Asked in the first survey only"),
        "only_b": _("Asked in the second survey only"),
    }
