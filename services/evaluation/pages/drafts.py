"""The draft of a questionnaire, and each of its questions on a page of its own."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.evaluation.operations import drafting, editing
from services.evaluation.pages.blueprints import pages
from services.evaluation.pages.question_forms import (
    add_faults,
    deciding,
    form_of,
    question_from,
    rows_of,
)
from services.evaluation.pages.words import KIND_HINTS, KIND_NAMES, PURPOSE_NAMES
from services.evaluation.queries import drafts as queries
from services.evaluation.queries.drafts import Version
from services.evaluation.queries.questionnaires import library
from services.evaluation.questionnaires import KINDS, Library, Question
from services.evaluation.questionnaires.checking import faults_in_publishing, hanging_on
from services.evaluation.questionnaires.problems import (
    DraftIsStale,
    DraftIsWrong,
    DraftRefuses,
    QuestionIsGone,
)
from services.evaluation.questionnaires.texts import NOTHING
from services.evaluation.schemas.question_forms import KnownQuestionForm, MoveForm, SeenForm
from shared.service import reading, transaction
from shared.web import Form, render, requires, see_other


@pages.get("/questionnaires/<string:code>/draft")
@requires("coordinator")
def show_draft(code: str) -> str:
    """What the draft asks, and what stands in the way of publishing it."""
    return _draft(code)


@pages.errorhandler(DraftRefuses)
def refuse(problem: DraftRefuses) -> tuple[str, int]:
    """The draft as it is now, and why nothing was done to it."""
    return _draft((request.view_args or {})["code"], problem), problem.status


@pages.post("/questionnaires/<string:code>/draft/publish")
@requires("coordinator")
def publish_draft(code: str) -> Response:
    """Ask what the draft asks from now on."""
    with transaction() as session:
        drafting.publish_draft(session, code, _seen())
    return see_other(f"/evaluation/questionnaires/{code}")


@pages.post("/questionnaires/<string:code>/draft/discard")
@requires("coordinator")
def discard_draft(code: str) -> Response:
    """Throw the draft away."""
    with transaction() as session:
        drafting.discard_draft(session, code, _seen())
        is_left = any(item.code == code for item in queries.list_questionnaires(session))
    return see_other(f"/evaluation/questionnaires/{code}" if is_left else "/evaluation/questionnaires")


@pages.route("/questionnaires/<string:code>/draft/new-question", methods=["GET", "POST"])
@requires("coordinator")
def add_question(code: str) -> ResponseReturnValue:
    """First the kind of a new question, or one that is asked elsewhere; then what it says."""
    with reading() as session:
        draft, known = queries.see_draft(session, code), library(session)
    kind = request.values.get("kind")
    if kind not in KINDS:
        return _choose(draft, known)
    empty = Question("", kind, NOTHING)
    return _edit(draft, known, empty, len(draft.questions))


@pages.post("/questionnaires/<string:code>/draft/known-question")
@requires("coordinator")
def add_known_question(code: str) -> Response:
    """Ask what another questionnaire asks, so that the answers can be compared."""
    form = Form(KnownQuestionForm)
    if not form.ok:
        return see_other(f"/evaluation/questionnaires/{code}/draft/new-question")
    with transaction() as session:
        editing.add_known_question(session, code, form.data["known"], form.data.get("seen"))
    return _to_draft(code, form.data["known"])


@pages.route("/questionnaires/<string:code>/draft/questions/<string:name>", methods=["GET", "POST"])
@requires("coordinator")
def change_question(code: str, name: str) -> ResponseReturnValue:
    """One question of a draft."""
    with reading() as session:
        draft, known = queries.see_draft(session, code), library(session)
    for place, question in enumerate(draft.questions):
        if question.code == name:
            return _edit(draft, known, question, place)
    raise QuestionIsGone()


@pages.post("/questionnaires/<string:code>/draft/questions/<string:name>/move")
@requires("coordinator")
def move_question(code: str, name: str) -> Response:
    """Let a question change places with its neighbour."""
    form = Form(MoveForm)
    if form.ok:
        with transaction() as session:
            editing.move_question(session, code, name, form.data["direction"], form.data.get("seen"))
    return _to_draft(code, name)


@pages.post("/questionnaires/<string:code>/draft/questions/<string:name>/remove")
@requires("coordinator")
def remove_question(code: str, name: str) -> Response:
    """Ask a question no more."""
    with transaction() as session:
        editing.remove_question(session, code, name, _seen())
    return _to_draft(code)


def _draft(code: str, problem: DraftRefuses | None = None) -> str:
    with reading() as session:
        draft = queries.see_draft(session, code)
        is_first = not queries.published_versions(session, code)
        faults = faults_in_publishing(draft.purpose, draft.questions, library(session))  # type: ignore[arg-type]
    return render(
        "questionnaire_draft.html",
        draft=draft,
        by_code={item.code: item for item in draft.questions},
        faults=faults,
        is_first=is_first,
        problem=problem,
        kinds=KIND_NAMES,
        purposes=PURPOSE_NAMES,
    )


def _choose(draft: Version, known: Library) -> str:
    there = {question.code for question in draft.questions}
    return render(
        "question_new.html",
        draft=draft,
        kinds=KIND_NAMES,
        hints=KIND_HINTS,
        known=[(item.code, item.text) for item in known.questions.values() if item.code not in there],
    )


def _edit(draft: Version, known: Library, question: Question, place: int) -> ResponseReturnValue:
    form = form_of(question)
    if form.ok:
        try:
            written = _save(draft, known, question, form)
        except DraftIsWrong as problem:
            add_faults(form, problem, place)
        except DraftIsStale as problem:
            form.add_problem(problem)
        else:
            more = f"/questions/{written.code}" if "more" in request.form else f"#{written.code}"
            return see_other(f"/evaluation/questionnaires/{draft.code}/draft{more}")
    page = render(
        "question_form.html",
        draft=draft,
        question=question,
        form=form,
        # A page that was stale stays so: its reader must see what the other has written.
        seen=form.value("seen") or draft.revision,
        rows=rows_of(form),
        asked_before=question.code in known.questions,
        deciding=deciding(draft.questions[:place]),
        hanging=hanging_on(question.code, draft.questions),
        kinds=KIND_NAMES,
    )
    return page, 422 if form.is_sent else 200


def _save(draft: Version, known: Library, question: Question, form: Form) -> Question:
    taken = {*known.questions, *(item.code for item in draft.questions)}
    written = question_from(form, question.code or None, taken)
    with transaction() as session:
        if question.code:
            editing.change_question(session, draft.code, question.code, written, form.data.get("seen"))
        else:
            editing.add_question(session, draft.code, written, form.data.get("seen"))
    return written


def _seen() -> str | None:
    """The revision that the page was made of."""
    return Form(SeenForm).data.get("seen")


def _to_draft(code: str, question: str = "") -> Response:
    return see_other(f"/evaluation/questionnaires/{code}/draft{'#' if question else ''}{question}")
