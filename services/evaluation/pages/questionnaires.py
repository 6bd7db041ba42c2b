"""The questionnaires that there are: the list, one of them, and a new one."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.evaluation.operations import describing, drafting
from services.evaluation.pages.blueprints import pages
from services.evaluation.pages.words import KIND_NAMES, PURPOSE_NAMES
from services.evaluation.queries import drafts as queries
from services.evaluation.questionnaires.problems import DraftIsUnknown
from services.evaluation.schemas.question_forms import NameForm, NewQuestionnaireForm
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other


@pages.get("/questionnaires")
@requires("coordinator")
def list_questionnaires() -> str:
    """Every questionnaire, with its version, and whether somebody is changing it."""
    with reading() as session:
        found = queries.list_questionnaires(session)
    return render("questionnaires.html", questionnaires=found, purposes=PURPOSE_NAMES)


@pages.route("/questionnaires/new-one", methods=["GET", "POST"])
@requires("coordinator")
def create_questionnaire() -> ResponseReturnValue:
    """A new questionnaire, empty or as a copy."""
    form = Form(NewQuestionnaireForm, {"copy_of": request.args.get("copy_of", "")})
    if form.ok:
        try:
            with transaction() as session:
                made = describing.create_questionnaire(session, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(f"/evaluation/questionnaires/{made.code}/draft")
    with reading() as session:
        found = queries.list_questionnaires(session)
    copies = [(item.code, item.name) for item in found if item.version]
    page = render("questionnaire_new.html", form=form, copies=copies, purposes=PURPOSE_NAMES)
    return page, 422 if form.is_sent else 200


@pages.route("/questionnaires/<string:code>", methods=["GET", "POST"])
@requires("coordinator")
def show_content(code: str) -> ResponseReturnValue:
    """One questionnaire as it is asked now, or was in an earlier version; its name can be changed."""
    wanted = request.args.get("version", "")
    with reading() as session:
        shown = queries.see_version(session, code, int(wanted[:6]) if wanted.isdecimal() else None)
        versions = queries.published_versions(session, code)
        has_draft, rules = queries.has_draft(session, code), queries.rules_that_send(session, code)
    if not versions:
        return see_other(f"/evaluation/questionnaires/{code}/draft")
    form = Form(NameForm, {"name": shown.name})
    if form.ok:
        with transaction() as session:
            describing.describe_questionnaire(session, code, {"name": form.data["name"]})
        return see_other(f"/evaluation/questionnaires/{code}")
    page = render(
        "questionnaire_version.html",
        shown=shown,
        by_code={item.code: item for item in shown.questions},
        versions=versions,
        has_draft=has_draft,
        rules=rules,
        form=form,
        kinds=KIND_NAMES,
        purposes=PURPOSE_NAMES,
    )
    return page, 422 if form.is_sent else 200


@pages.post("/questionnaires/<string:code>/retire")
@requires("coordinator")
def retire_questionnaire(code: str) -> Response:
    """Send a questionnaire no more, or take it into use again."""
    with transaction() as session:
        describing.describe_questionnaire(session, code, {"is_retired": request.form.get("retire") == "yes"})
    return see_other(f"/evaluation/questionnaires/{code}")


@pages.post("/questionnaires/<string:code>/draft")
@requires("coordinator")
def open_draft(code: str) -> Response:
    """Begin to change a questionnaire."""
    with transaction() as session:
        drafting.open_draft(session, code)
    return see_other(f"/evaluation/questionnaires/{code}/draft")


@pages.errorhandler(DraftIsUnknown)
def after_the_draft(problem: DraftIsUnknown) -> Response:
    """Whoever was writing is shown what there is, once the draft was published or thrown away."""
    return see_other(request.path.partition("/draft")[0])
