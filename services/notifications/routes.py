"""The API of notifications."""

from collections.abc import Mapping
from math import ceil
from typing import Any
from uuid import UUID

from services.notifications import operations, problems, queries, schemas
from services.notifications.queries import MessageRow
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("notifications")


@blueprint.get("/messages")
@requires("coordinator")
@blueprint.arguments(schemas.MessageFilter, location="query")
@blueprint.response(200, page_schema(schemas.MessageView))
def list_messages(chosen: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the e-mails, the newest first, each with its state."""
    with reading() as session:
        rows, total = queries.list_messages(session, chosen)
    return page_of(rows, total, chosen["page"], ceil(total / chosen["per_page"]))


@blueprint.post("/messages/<uuid:message_id>/resend")
@requires("coordinator")
@blueprint.response(200, schemas.MessageView)
@raises(problems.NoSuchMessage, problems.MessageIsNotFailed)
def resend_message(message_id: UUID) -> MessageRow:
    """Put an e-mail that failed back into the queue."""
    with transaction() as session:
        operations.resend_message(session, message_id)
        session.flush()
        return queries.find_message(session, message_id)[1]
