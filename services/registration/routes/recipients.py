"""Recipients of surveys by API: chosen here, where the addresses are; asked by the evaluation service."""

from typing import Any
from uuid import UUID

from services.registration import problems
from services.registration.operations.recipients import Added
from services.registration.operations.recipients import add_recipients as add
from services.registration.queries.recipients import Choice
from services.registration.schemas import recipients as schemas
from shared.service import transaction
from shared.web import ApiBlueprint, raises, requires

blueprint = ApiBlueprint("registration", "recipients", description="Who gets a survey")


@blueprint.post("/surveys/<uuid:survey_id>/recipients")
@requires("coordinator")
@blueprint.arguments(schemas.NewRecipients)
@blueprint.response(202, schemas.RecipientReceipt)
@raises(problems.NobodyIsChosen)
def add_recipients(given: dict[str, Any], survey_id: UUID) -> Added:
    """Choose who gets a survey, as often as wanted; nobody gets the same survey twice.

    They are asked when the survey opens, or at once. A survey that is closed asks nobody.
    """
    choice = Choice(
        roles=given["roles"],
        places=[schemas.place_of(text) for text in given["municipalities"]],
        representatives=schemas.KINDS if given["representatives"] else (),
        people=given["people"],
    )
    with transaction() as session:
        return add(session, survey_id, choice)
