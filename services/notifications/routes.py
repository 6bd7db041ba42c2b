"""The API of notifications."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.notifications import problems, queries, schemas
from services.notifications.bounces import suppressing
from services.notifications.delivery import resending
from services.notifications.models import FreeMessage
from services.notifications.queries import MessageRow
from services.notifications.telling import free_messages
from shared.service import reading, transaction
from shared.web import ApiBlueprint, Paging, page_of, page_schema, raises, requires
from shared.web.lists import count_pages

blueprint = ApiBlueprint("notifications")


@blueprint.get("/messages")
@requires("coordinator")
@blueprint.arguments(schemas.MessageFilter, location="query")
@blueprint.response(200, page_schema(schemas.MessageView))
def list_messages(chosen: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the e-mails, the newest first, each with its state."""
    with reading() as session:
        rows, total = queries.list_messages(session, chosen)
    return page_of(rows, total, chosen["page"], count_pages(total, chosen["per_page"]))


@blueprint.post("/occasions/<uuid:occasion_id>/messages")
@requires("coordinator")
@blueprint.arguments(schemas.NewFreeMessage)
@blueprint.response(201, schemas.SentFreeMessage)
@raises(problems.NoSuchOccasion, problems.NobodyToWriteTo)
def send_free_message(new: Mapping[str, str], occasion_id: UUID) -> FreeMessage:
    """Write to the participants of an occasion."""
    with transaction() as session:
        draft = free_messages.draft_message(session, occasion_id, new)
        return free_messages.send_draft(session, draft.id)


@blueprint.post("/messages/<uuid:message_id>/resend")
@requires("coordinator")
@blueprint.response(200, schemas.MessageView)
@raises(
    problems.NoSuchMessage,
    problems.MessageIsUnderWay,
    problems.MessageCannotBeRepeated,
    problems.AddressIsSuppressed,
)
def resend_message(message_id: UUID) -> MessageRow:
    """Put an e-mail that failed back into the queue, or send what was sent once more as a new e-mail."""
    with transaction() as session:
        resent = resending.resend_message(session, message_id)
        session.flush()
        return queries.find_message(session, resent)[1]


@blueprint.get("/suppressions")
@requires("coordinator")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, page_schema(schemas.SuppressedAddress))
def list_suppressions(chosen: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the addresses to which nothing is sent, since an e-mail to them came back for good."""
    with reading() as session:
        rows, total = suppressing.list_suppressions(session, chosen["page"], chosen["per_page"])
    return page_of(rows, total, chosen["page"], count_pages(total, chosen["per_page"]))


@blueprint.delete("/suppressions/<uuid:suppression_id>")
@requires("coordinator")
@blueprint.response(204)
@raises(problems.NoSuchSuppression)
def release_address(suppression_id: UUID) -> None:
    """Send to an address again."""
    with transaction() as session:
        suppressing.release(session, suppression_id)
