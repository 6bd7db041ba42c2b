"""The figures broken down by one dimension, as JSON."""

from typing import Any

from services.reporting import schemas
from services.reporting.counting.selection import Selection
from services.reporting.problems import WRONG_QUESTIONS
from services.reporting.queries.breakdown import Dimension, breakdown
from services.reporting.scope import scoped_to_caller
from shared.service import reading, service
from shared.web import ApiBlueprint, raises, requires

blueprint = ApiBlueprint("reporting", "breakdown", description="Figures by role, kind, activity …")


@blueprint.get("/breakdown")
@requires("coordinator", "representative", "lecturer")
@blueprint.arguments(schemas.Question, location="query")
@blueprint.arguments(schemas.BreakdownQuestion, location="query")
@blueprint.response(200, schemas.Breakdown)
@raises(*WRONG_QUESTIONS)
def break_down(selection: Selection, by: Dimension) -> Any:
    """What the same filters select, with a row for each value of one dimension, and the whole.

    Some parts overlap: `overlapping` says which. Evaluation measures are null but for places.
    """
    with reading() as session:
        return breakdown(session, service().region, scoped_to_caller(selection), by)
