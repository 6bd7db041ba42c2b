"""The pages of notifications: every e-mail and what became of it, for coordinators."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from marshmallow import EXCLUDE, ValidationError

from services.notifications import queries, schemas
from services.notifications.bounces import suppressing
from services.notifications.delivery import resending
from services.notifications.delivery.moot import REASONS
from services.notifications.emails import EMAILS, STATES
from services.notifications.letters.showing import html_answer, shown
from shared.service import reading, transaction
from shared.web import PageBlueprint, render, requires, see_other
from shared.web.lists import count_pages

blueprint = PageBlueprint("notifications")

# What a filter keeps in the address; the page number is not part of it.
_FILTERS = ("recipient", "template", "state", "occasion")


@blueprint.get("/")
@requires("coordinator")
def list_messages() -> str:
    """The e-mails, the newest first."""
    chosen = _chosen()
    with reading() as session:
        rows, total = queries.list_messages(session, chosen)
        counts = queries.count_by_state(session)
    return render(
        "messages.html",
        rows=rows,
        total=total,
        page=chosen["page"],
        pages=count_pages(total, chosen["per_page"]),
        filters={name: request.args.get(name, "") for name in _FILTERS if request.args.get(name)},
        counts={state: counts.get(state, 0) for state in STATES},
        emails=EMAILS,
        names={name: email.title for name, email in EMAILS.items()},
        states=STATES,
    )


@blueprint.get("/messages/<uuid:message_id>")
@requires("coordinator")
def message(message_id: UUID) -> str:
    """One e-mail with its state."""
    with reading() as session:
        message, row = queries.find_message(session, message_id)
        missing = queries.missing_pieces(session, message)
        is_suppressed = suppressing.is_suppressed(session, row.email or "")
    return render(
        "message.html",
        row=row,
        mail=shown(message),
        missing=missing,
        is_suppressed=is_suppressed,
        may_repeat=message.state == "sent" and resending.can_be_repeated(message),
        resent="resent" in request.args,
        email=EMAILS[row.template],
        states=STATES,
        reasons=REASONS,
    )


@blueprint.get("/messages/<uuid:message_id>/html")
@requires("coordinator")
def message_html(message_id: UUID) -> Response:
    """The look of one e-mail, to be shown in a frame; its links lead nowhere."""
    with reading() as session:
        message, _ = queries.find_message(session, message_id)
    mail = shown(message)
    return html_answer(mail.html if mail else "", follows_links=False)


@blueprint.post("/messages/<uuid:message_id>/resend")
@requires("coordinator")
def resend_message(message_id: UUID) -> Any:
    """Put an e-mail that failed back into the queue, or send what was sent once more."""
    with transaction() as session:
        resent = resending.resend_message(session, message_id)
    return see_other(url_for("pages.message", message_id=resent, resent="yes"))


def _chosen() -> Mapping[str, Any]:
    """The filter of the address; what makes no sense in it is left out."""
    schema = schemas.MessageFilter(unknown=EXCLUDE)
    try:
        return schema.load(request.args)  # type: ignore[no-any-return]
    except ValidationError as error:
        right = {key: value for key, value in request.args.items() if key not in error.messages}
        return schema.load(right)  # type: ignore[no-any-return]
