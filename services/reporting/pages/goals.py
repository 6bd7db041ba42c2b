"""The goals: how they stand in a period, one by one with its comments, and the office's forms."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.reporting import schemas
from services.reporting.goals import words
from services.reporting.goals.ways import BY_WAY
from services.reporting.operations import goals as operations
from services.reporting.pages.asking import asked
from services.reporting.pages.blueprints import pages
from services.reporting.pages.goal_forms import choices, goal_of, labels, suggested, texts_of
from services.reporting.periods import parse
from services.reporting.problems import GoalIsStale
from services.reporting.queries import goals as queries
from services.reporting.routes.goals import goal_rows, goal_view, tertial
from shared import clock
from shared.service import reading, service, transaction
from shared.web import Form, Problem, render, requires, see_other


@pages.get("/goals")
@requires("coordinator", "representative")
def list_goals() -> str:
    """The goals of a period, area by area, and for the office those of other times."""
    question = asked()
    rows = goal_rows(question["selection"].period)
    with reading() as session:
        others = {goal.code: goal for goal in queries.all_goals(session)}
    for row in rows:
        others.pop(row["code"], None)
    return render("goals.html", **question, goals=rows, others=list(others.values()))


@pages.get("/goals/<goal_code>")
@requires("coordinator", "representative")
def show_goal(goal_code: str) -> str:
    """One goal: how it stands, how it stood before, how it is measured, and what the office says."""
    return _goal_page(goal_code)


@pages.route("/goals/new", methods=["GET", "POST"])
@requires("coordinator")
def add_goal() -> ResponseReturnValue:
    """A new goal."""
    form = Form(schemas.GoalForm, suggested())
    given = goal_of(form)
    if form.ok:
        try:
            with transaction() as session:
                goal_code = operations.add_goal(session, service().region, given).code
            return see_other(url_for("pages.show_goal", goal_code=goal_code))
        except Problem as problem:
            form.add_problem(problem)
    return _form_page(form, None)


@pages.route("/goals/<goal_code>/change", methods=["GET", "POST"])
@requires("coordinator")
def change_goal(goal_code: str) -> ResponseReturnValue:
    """What a goal says."""
    with reading() as session:
        goal = queries.find_goal(session, goal_code)
    form = Form(schemas.GoalForm, texts_of(goal))
    given = goal_of(form)
    if form.ok:
        try:
            with transaction() as session:
                operations.change_goal(session, service().region, goal_code, given)
            return see_other(url_for("pages.show_goal", goal_code=goal_code))
        except Problem as problem:
            _show(form, problem, goal.revision)
    return _form_page(form, goal)


@pages.post("/goals/<goal_code>/end")
@requires("coordinator")
def end_goal(goal_code: str) -> ResponseReturnValue:
    """Let a goal end with a day; what was reported of it stays."""
    form = Form(schemas.EndForm)
    if form.ok:
        try:
            with transaction() as session:
                goal = queries.find_goal(session, goal_code)
                own = {name: getattr(goal, name) for name in operations.FIELDS}
                operations.change_goal(session, service().region, goal_code, own | form.data)
            return see_other(url_for("pages.list_goals"))
        except Problem as problem:
            form.add_problem(problem)
    return _goal_page(goal_code, form), 422


@pages.route("/goals/<goal_code>/comments/<period>", methods=["GET", "POST"])
@requires("coordinator")
def comment_goal(goal_code: str, period: str) -> ResponseReturnValue:
    """What is to be said of a goal in a tertial."""
    chosen = tertial(period)
    with reading() as session:
        known = queries.comment_on(session, goal_code, chosen.code)
    form = Form(schemas.CommentForm, {"text": known.text, "seen": known.revision})
    if form.ok:
        try:
            with transaction() as session:
                operations.comment_goal(session, goal_code, chosen, form.data["text"], form.data["seen"])
            return see_other(url_for("pages.show_goal", goal_code=goal_code, period=chosen.code))
        except Problem as problem:
            _show(form, problem, known.revision)
    page = render(
        "goal_comment.html",
        form=form,
        period=chosen,
        known=known,
        goal=goal_view(goal_code, chosen),
        goal_words=words,
    )
    return page, 422 if form.is_sent else 200


def _show(form: Form, problem: Problem, revision: int) -> None:
    """A problem on top of its form; whoever has read that somebody else was first may then save."""
    form.add_problem(problem)
    if isinstance(problem, GoalIsStale):
        form.values["seen"] = revision


def _goal_page(goal_code: str, end: Form | None = None) -> str:
    question = asked()
    period = question["selection"].period
    goal = goal_view(goal_code, period)
    with reading() as session:
        comments = [queries.comment_on(session, goal_code, part) for part in period.tertials]
    return render(
        "goal.html",
        **question,
        goal=goal,
        comments=[(parse(comment.period), comment) for comment in comments],
        end=end or Form(schemas.EndForm, {"valid_to": clock.today().isoformat(), "seen": goal["revision"]}),
        way=BY_WAY[goal["measure"]],
        is_sent=request.method == "POST",
    )


def _form_page(form: Form, goal: Any) -> ResponseReturnValue:
    page = render("goal_form.html", form=form, goal=goal, labels=labels(), words=words, **choices())
    return page, 422 if form.is_sent else 200
