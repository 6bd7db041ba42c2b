"""Taking in the published results of an earlier survey, so that a new one can be compared with it.

Only sums come in: no ballots, no texts, nobody who was asked. The rule of five holds for them as for our own.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Unit
from services.evaluation.problems import FormerResultsAreWrong, SurveyIsWrong
from services.evaluation.queries.drafts import choices
from services.evaluation.queries.questionnaires import newest, questionnaire
from services.evaluation.questionnaires import Question, Questionnaire
from services.evaluation.results import figures
from services.evaluation.small_groups import may_show
from services.evaluation.tertials import tertial_of
from shared import clock
from shared.audit import note
from shared.i18n import lazy as _
from shared.ids import new_id, random_id

ALL = "*"
"""Instead of a value: how many answered, which counts do not tell where several may be chosen."""

Row = Mapping[str, Any]  # question, value, count
Counts = dict[str, dict[str, int]]  # question → value → count
Faults = dict[int, Any]  # place in the list → text


def import_former_results(session: Session, new: Mapping[str, Any]) -> Evaluation:
    """Make a closed survey of the published results of a year; `rows` are question, value and count.

    Raises SurveyIsWrong; FormerResultsAreWrong with what is wrong by row, and then nothing is kept.
    """
    if new["questionnaire"] not in choices(session, "survey"):
        raise SurveyIsWrong.at("questionnaire", SurveyIsWrong.NO_QUESTIONNAIRE)
    code, version = newest(session, new["questionnaire"])
    results = results_of(questionnaire(session, code, version), new["rows"])
    answered = max(new.get("answered") or 0, *(item["answered"] for item in results))
    last_day = date(new["year"], 12, 31)
    unit = Unit(
        id=random_id(),
        purpose="survey",
        is_pool=False,
        tertial=tertial_of(last_day),
        answered=answered,
        results=results,
    )
    session.add(unit)
    session.flush()
    survey = Evaluation(
        id=new_id(),
        purpose="survey",
        occasion_version=0,
        version=0,
        title=new["title"],
        questionnaire=code,
        questionnaire_version=version,
        unit_id=unit.id,
        answered=answered,
        invited=max(new["invited"], answered) if new.get("invited") else 0,
        imported_on=clock.today(),
        **_long_over(last_day),
    )
    session.add(survey)
    session.flush()
    note(session, "survey.imported", survey.id, questionnaire=code, year=new["year"])
    return survey


def results_of(asked: Questionnaire, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as published figures, in the order of the questionnaire. Raises FormerResultsAreWrong."""
    known = {item.code: item for item in asked.questions if not item.is_text}
    counts, faults = _read(known, rows)
    first_rows = {row["question"]: place for place, row in reversed(list(enumerate(rows)))}
    results = []
    for code in [item.code for item in asked.questions if item.code in counts]:
        measured, fault = _measured(known[code], dict(counts[code]))
        if fault:
            faults.setdefault(first_rows[code], fault)
        results.append(measured)
    if faults:
        raise FormerResultsAreWrong(
            errors={f"rows.{place}": [text] for place, text in sorted(faults.items())}
        )
    if not results:
        raise FormerResultsAreWrong(errors={"rows": [_("There are no rows.")]})
    return results


def _read(known: Mapping[str, Question], rows: Sequence[Row]) -> tuple[Counts, Faults]:
    counts: Counts = {}
    faults: Faults = {}
    for place, row in enumerate(rows):
        question = known.get(row["question"])
        if question is None:
            faults[place] = _("The questionnaire has no question of that code that is answered by figures.")
        elif row["value"] not in (*question.values, ALL):
            faults[place] = _("The question has no such answer.")
        elif row["value"] in counts.setdefault(question.code, {}):
            faults[place] = _("This answer stands there twice.")
        else:
            counts[question.code][row["value"]] = row["count"]
    return counts, faults


def _measured(question: Question, counts: dict[str, int]) -> tuple[dict[str, Any], Any]:
    """The figures of one question, and what is wrong with them."""
    everybody = counts.pop(ALL, None)
    total, most = sum(counts.values()), max(counts.values(), default=0)
    has_several = question.kind == "many_of"
    fault = None
    if has_several and everybody is None:
        fault = _("Several could be chosen here: add a row with * that tells how many answered.")
    elif everybody is not None and (most > everybody or (not has_several and total != everybody)):
        fault = _("The counts do not fit how many answered the question.")
    answered = everybody if has_several and everybody is not None else total
    if fault is None and not may_show(answered):
        fault = _("Fewer than five answered the question, so its results may not be shown.")
    return figures(question, counts) | {"answered": answered}, fault


def _long_over(last_day: date) -> dict[str, Any]:
    end = datetime.combine(last_day, time(12), clock.STOCKHOLM)
    return {
        "held_on": last_day,
        "tertial": tertial_of(last_day),
        "due_at": end,
        "closes_on": last_day,
        "closes_at": end,
        "reminder_days": [],
        "reminded": 0,
        "state": "closed",
        "reported_at": clock.now(),
    }
