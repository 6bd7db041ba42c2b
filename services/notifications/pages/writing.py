"""The pages on which a coordinator writes to the participants of an occasion."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from services.notifications import schemas
from services.notifications.letters import samples
from services.notifications.letters.rendering import Rendered
from services.notifications.letters.showing import html_answer
from services.notifications.models import FreeMessage, Occasion
from services.notifications.problems import NoSuchOccasion
from services.notifications.telling import free_messages
from services.notifications.telling.free_messages import AUDIENCES
from shared import neighbours
from shared.i18n import DEFAULT
from shared.service import reading, transaction
from shared.web import Form, PageBlueprint, requires, see_other
from shared.web import render as page

blueprint = PageBlueprint("notifications", "writing")


@blueprint.get("/messages/new")
@requires("coordinator")
def new_message() -> str:
    """The empty form, or a draft to be changed."""
    with reading() as session:
        draft = free_messages.find_draft(session, draft_id) if (draft_id := _id("draft")) else None
        occasion = free_messages.find_occasion(session, draft.occasion_id if draft else _id("occasion"))
    fields = ("audience", "subject", "text")
    first = {name: getattr(draft, name) for name in fields} if draft else {"audience": "confirmed"}
    return _form(Form(schemas.NewFreeMessage, initial=first), occasion)


@blueprint.post("/messages/new")
@requires("coordinator")
def write_message() -> Any:
    """Keep it as a draft, and show it before it goes out."""
    form = Form(schemas.NewFreeMessage)
    with transaction() as session:
        occasion = free_messages.find_occasion(session, _id("occasion"))
        if form.ok:
            draft = free_messages.draft_message(session, occasion.id, form.data)
            return see_other(url_for("writing.draft", draft_id=draft.id))
    return _form(form, occasion)


@blueprint.get("/messages/drafts/<uuid:draft_id>")
@requires("coordinator")
def draft(draft_id: UUID) -> str:
    """The message as a participant will see it, how many get it, and the button that sends it."""
    with reading() as session:
        draft = free_messages.find_draft(session, draft_id)
        occasion = free_messages.find_occasion(session, draft.occasion_id)
        number = len(free_messages.recipients(session, occasion, draft.audience))
    return page(
        "draft.html",
        draft=draft,
        occasion=occasion,
        number=number,
        audiences=AUDIENCES,
        mail=_preview(draft, occasion),
        occasion_page=neighbours.manage_occasion(occasion.id),
    )


@blueprint.get("/messages/drafts/<uuid:draft_id>/html")
@requires("coordinator")
def draft_html(draft_id: UUID) -> Response:
    """Its look, to be shown in a frame."""
    with reading() as session:
        draft = free_messages.find_draft(session, draft_id)
        occasion = free_messages.find_occasion(session, draft.occasion_id)
    return html_answer(_preview(draft, occasion).html, follows_links=False)


@blueprint.post("/messages/drafts/<uuid:draft_id>/send")
@requires("coordinator")
def send_draft(draft_id: UUID) -> Any:
    """Send it; pressing twice sends it once."""
    with transaction() as session:
        free_messages.send_draft(session, draft_id)
    return see_other(url_for("writing.draft", draft_id=draft_id))


def _form(form: Form, occasion: Occasion) -> str:
    with reading() as session:
        numbers = {name: len(free_messages.recipients(session, occasion, name)) for name in AUDIENCES}
    return page(
        "free_message.html",
        form=form,
        occasion=occasion,
        audiences={name: f"{AUDIENCES[name]} ({number})" for name, number in numbers.items()},
        occasion_page=neighbours.manage_occasion(occasion.id),
    )


def _preview(draft: FreeMessage, occasion: Occasion) -> Rendered:
    content = samples.about(occasion, DEFAULT, subject=draft.subject, message=draft.text)
    return samples.shown_sample("free_message", content)


def _id(name: str) -> UUID | None:
    """An id of the address. Raises NoSuchOccasion when it is none."""
    given = request.values.get(name)
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise NoSuchOccasion() from error
