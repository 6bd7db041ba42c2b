"""Results as a PDF to print or hand out, in the reader's language."""

from pathlib import Path
from typing import Any

from services.evaluation.distributions import Distribution
from services.evaluation.queries.results import EvaluationResults, Results
from shared.formats import day, number, percent
from shared.i18n import current_language
from shared.i18n import gettext as _
from shared.service import service
from shared.typeset import typeset

_TEMPLATE = Path(__file__).parents[1] / "templates" / "pdf" / "results.typ"
_NONE = "–"


def as_pdf(results: Results) -> bytes:
    """A tagged PDF with every question's distribution in words and bars, and what was written."""
    return typeset(_TEMPLATE, _content(results))


def _content(results: Results) -> dict[str, Any]:
    return {
        "title": results.title,
        "subtitle": _subtitle(results),
        "office": service().region.office,
        "language": current_language(),
        "headlines": _headlines(results),
        "note": _note(results),
        "questions": [_question(item) for item in results.distributions],
        "later": _later(results),
        "occasions": [] if isinstance(results, EvaluationResults) else _occasions(results),
        "texts": [
            {"question": str(results.questions[code].text), "texts": [text.text for text in texts]}
            for code, texts in results.texts.items()
        ],
        "words": {
            "later": _("Some months later"),
            "later_columns": [_("Question"), _("Right after"), _("Later"), _("Answers, later")],
            "occasions": _("Occasion by occasion"),
            "occasion_columns": [_("Held"), _("Course"), _("Answered"), _("Satisfied"), _("Mean, overall")],
            "texts": _("In their own words, in random order"),
        },
    }


def _subtitle(results: Results) -> str:
    first, last = results.held[-1].evaluation.held_on, results.held[0].evaluation.held_on
    if isinstance(results, EvaluationResults):
        is_imported = results.mine.evaluation.imported_on is not None  # then its year alone is known
        when = str(last.year) if is_imported else day(last)
        if results.purpose == "survey":
            return _("Survey, %(day)s", day=when)
        if results.purpose == "follow_up":
            return _("Follow-up, %(day)s", day=when)
        return _("Evaluation, %(day)s", day=when)
    return _("Evaluations, %(first)s – %(last)s", first=day(first), last=day(last))


def _headlines(results: Results) -> list[dict[str, str]]:
    overall, rate = results.overall, results.response_rate
    answered = _(
        "%(answered)s of %(invited)s", answered=number(results.answered), invited=number(results.invited)
    )
    found = [(_("Response rate"), percent(rate) if rate is not None else _NONE, answered)]
    if overall:
        of = _("gave 4 or 5; %(number)s answers", number=number(overall.answered))
        found.append((_("Satisfied"), percent(overall.satisfied_share or 0), of))
        found.append((_("Mean, overall"), _mean(overall), _("on the scale from 1 to 5")))
    return [{"name": name, "figure": figure, "note": note} for name, figure, note in found]


def _note(results: Results) -> str:
    if not results.distributions:
        return _("Results are shown once an evaluation has closed and at least five have answered.")
    if isinstance(results, EvaluationResults) and results.together_with:
        occasions = results.together_with + 1
        return _(
            "Fewer than five answered here. These are the answers of %(occasions)s occasions together.",
            occasions=occasions,
        )
    return ""


def _question(item: Distribution) -> dict[str, Any]:
    measures = [_("%(number)s answers", number=number(item.answered))]
    if item.mean is not None:
        measures.insert(0, _("mean %(mean)s", mean=_mean(item)))
    if item.satisfied_share is not None:
        measures.insert(0, _("%(share)s gave 4 or 5", share=percent(item.satisfied_share)))
    if item.recommending:
        warmly, hardly = map(percent, item.recommending)
        measures.insert(0, _("%(warmly)s gave 9 or 10, %(hardly)s gave 0 to 6", warmly=warmly, hardly=hardly))
    asked = item.question
    return {
        "text": str(asked.text),
        "measures": " · ".join(measures),
        "ends": f"{asked.values[0]} = {asked.lowest}, {asked.values[-1]} = {asked.highest}"
        if asked.lowest
        else "",
        "lines": [
            {
                "name": line.name,
                "count": number(line.count),
                "share": line.share,
                "percent": percent(line.share),
            }
            for line in item.lines
        ],
    }


def _later(results: Results) -> list[list[str]]:
    both = [
        [str(now.question.text), _level(then), _level(now), number(now.answered)]
        for then, now in results.followed_up
    ]
    return both + [
        [str(item.question.text), _NONE, _level(item), number(item.answered)] for item in results.later_only
    ]


def _level(item: Distribution) -> str:
    """The one figure that says most of a question: its mean, or its commonest answer."""
    if item.mean is not None:
        return _mean(item)
    most = max(item.lines, key=lambda line: line.count)
    return f"{most.name}: {percent(most.share)}"


def _occasions(results: Results) -> list[list[str]]:
    return [
        [
            day(seen.evaluation.held_on),
            seen.evaluation.title,
            _(
                "%(answered)s of %(invited)s",
                answered=number(seen.answered),
                invited=number(seen.evaluation.invited),
            ),
            percent(seen.overall["satisfied"] / seen.overall["answered"]) if seen.overall else _NONE,
            number(seen.overall["mean"], 1, fixed=True) if seen.overall else _NONE,
        ]
        for seen in results.closed
    ]


def _mean(item: Distribution) -> str:
    return number(item.mean or 0, 1, fixed=True)
