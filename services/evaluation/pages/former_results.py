"""The office's form of an earlier survey, of which only the published results are known."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.evaluation.distributions import value_names
from services.evaluation.files.former_results import read_rows
from services.evaluation.operations import former_results
from services.evaluation.pages.blueprints import pages
from services.evaluation.pages.survey_forms import labels, show_problem
from services.evaluation.problems import FormerResultsAreWrong, SurveyIsWrong
from services.evaluation.queries.drafts import choices
from services.evaluation.queries.questionnaires import newest, questionnaire
from services.evaluation.schemas import surveys as schemas
from shared.service import reading, transaction
from shared.web import Form, render, requires, see_other

_SAMPLE = "overall;5;112\noverall;4;203\noverall;3;71\ntopics;*;388\ntopics;management;214"


@pages.route("/surveys/import", methods=["GET", "POST"])
@requires("coordinator")
def import_survey() -> ResponseReturnValue:
    """Take in the published results of an earlier survey."""
    form, faults = Form(schemas.FormerSurveyForm), []
    if form.ok:
        lines: list[int] = []
        try:
            rows, lines = read_rows(_sent_rows())
            with transaction() as session:
                survey = former_results.import_former_results(session, {**form.data, "rows": rows})
            return see_other(url_for("pages.show_survey", survey_id=survey.id))
        except FormerResultsAreWrong as problem:
            faults = _by_line(problem, lines)
            form.problem = str(problem.title)
        except SurveyIsWrong as problem:
            show_problem(form, problem)
    with reading() as session:
        questionnaires = choices(session, "survey")
        codes = [questionnaire(session, *newest(session, code)) for code in questionnaires]
    page = render(
        "survey_import.html",
        form=form,
        faults=faults,
        questionnaires=questionnaires,
        labels=labels(),
        sample=_SAMPLE,
        codes=codes,
        value_names=value_names,
    )
    return page, 422 if form.is_sent else 200


def _sent_rows() -> bytes:
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    return content or request.form.get("rows", "").encode()


def _by_line(problem: FormerResultsAreWrong, lines: list[int]) -> list[tuple[int | None, str]]:
    """What is wrong, by the line of the file; of the whole file without one."""
    found: list[tuple[int | None, str]] = []
    for name, texts in problem.errors.items():
        number = name.removeprefix("rows.")
        line = int(number) if number.isdecimal() else None
        if line is not None and name.startswith("rows."):
            line = lines[line]
        found += [(line, text) for text in texts]
    return sorted(found, key=lambda fault: fault[0] or 0)
