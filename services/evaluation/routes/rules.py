"""The rules by API: who is asked after which occasions, when, and what."""

from collections.abc import Mapping
from typing import Any

from services.evaluation import problems
from services.evaluation.operations import rules as operations
from services.evaluation.schemas import rules as schemas
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("evaluation", "rules", "Who is asked after which occasions")


@blueprint.get("/rules")
@requires("coordinator")
@blueprint.response(200, page_schema(schemas.RuleView))
def list_rules() -> Mapping[str, Any]:
    """Every rule; of those that fit an occasion, the one that says most of it holds."""
    with reading() as session:
        found = operations.list_rules(session)
    return page_of(found, len(found), 1, 1)


@blueprint.put("/rules")
@requires("coordinator")
@blueprint.arguments(schemas.RuleList)
@blueprint.response(200, page_schema(schemas.RuleView))
@raises(problems.RuleIsWrong, problems.RuleExists, problems.RuleForAllStays)
def replace_rules(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """Make these all the rules there are, with one for all occasions among them.

    They hold for what is completed from now on; what was made before keeps its times and questions.
    """
    with transaction() as session:
        found = operations.replace_rules(session, wanted["rules"])
    return page_of(found, len(found), 1, 1)
