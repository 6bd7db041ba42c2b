"""Goals against outcome, as JSON; goals are added, changed and commented on here as on the pages."""

from typing import Any

from services.reporting import problems, schemas
from services.reporting.goals import outcomes
from services.reporting.operations import goals as operations
from services.reporting.periods import Period, PeriodIsWrong, parse, this_year
from services.reporting.queries import goals as queries
from services.reporting.queries.figures import Figures
from services.reporting.scope import sees_everything
from shared.service import reading, service, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires, staff

blueprint = ApiBlueprint("reporting", "goals", description="Goals against outcome")


@blueprint.get("/goals")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.PeriodQuestion, location="query")
@blueprint.response(200, page_schema(schemas.GoalRow))
def list_goals(question: dict[str, Period]) -> Any:
    """The region's goals against their outcome; who has not taken part is named to coordinators alone."""
    rows = goal_rows(question["period"])
    return page_of(rows, len(rows), 1, 1)


@blueprint.post("/goals")
@requires("coordinator")
@blueprint.arguments(schemas.NewGoal)
@blueprint.response(201, schemas.GoalView)
@raises(problems.GoalIsWrong, problems.GoalExists)
def add_goal(new: dict[str, Any]) -> Any:
    """Add a goal; its measure and comparison are chosen of what can be computed."""
    with transaction() as session:
        goal_code = operations.add_goal(session, service().region, new).code
    return goal_view(goal_code, this_year())


@blueprint.get("/goals/<goal_code>")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.PeriodQuestion, location="query")
@blueprint.response(200, schemas.GoalView)
@raises(problems.GoalNotFound)
def show_goal(question: dict[str, Period], goal_code: str) -> Any:
    """One goal with its outcome in a period, and those of the three periods before."""
    return goal_view(goal_code, question["period"])


@blueprint.put("/goals/<goal_code>")
@requires("coordinator")
@blueprint.arguments(schemas.GoalChange)
@blueprint.response(200, schemas.GoalView)
@raises(problems.GoalNotFound, problems.GoalIsStale, problems.GoalIsWrong)
def change_goal(change: dict[str, Any], goal_code: str) -> Any:
    """Make a goal what is given, whole; `valid_to` lets it end. Published reports stay as they were."""
    with transaction() as session:
        operations.change_goal(session, service().region, goal_code, change)
    return goal_view(goal_code, this_year())


@blueprint.put("/goals/<goal_code>/comments/<period>")
@requires("coordinator")
@blueprint.arguments(schemas.NewComment)
@blueprint.response(200, schemas.CommentView)
@raises(
    problems.GoalNotFound,
    problems.CommentNeedsATertial,
    problems.CommentIsFrozen,
    problems.GoalIsStale,
)
def comment_goal(new: dict[str, Any], goal_code: str, period: str) -> Any:
    """Write what is to be said of a goal in a tertial; an empty text takes the comment away."""
    chosen = tertial(period)
    with transaction() as session:
        operations.comment_goal(session, goal_code, chosen, new["text"].strip(), new.get("seen"))
        return queries.comment_on(session, goal_code, chosen.code)


def tertial(code: str) -> Period:
    """The period that an address names. Raises CommentNeedsATertial."""
    try:
        return parse(code)
    except PeriodIsWrong as error:
        raise problems.CommentNeedsATertial() from error


def goal_rows(period: Period) -> list[Figures]:
    """Each goal with its outcome, as the caller may see it."""
    with reading() as session:
        return outcomes.rows(session, service().region, period, names_places=_names_places())


def goal_view(goal_code: str, period: Period) -> Figures:
    """One goal with its outcome and those of the periods before, as the caller may see it."""
    with reading() as session:
        goal, region = queries.find_goal(session, goal_code), service().region
        row = outcomes.row(session, region, goal, period)
        own = {name: getattr(goal, name) for name in ("revision", "position", "valid_from", "valid_to")}
        steps = outcomes.trend(session, region, goal, period)
    missing = row["missing"] if _names_places() else []
    return {**row, **own, "missing": missing, "goal_target": goal.target, "trend": steps}


def _names_places() -> bool:
    caller = staff()
    return caller is not None and sees_everything(caller)
