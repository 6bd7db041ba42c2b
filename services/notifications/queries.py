"""Reading the e-mails: the list with its filters, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.emails import EMAILS
from services.notifications.models import Base, Contact, GroupLink, ManageLink, Mention, Message, Occasion
from services.notifications.problems import NoSuchMessage
from shared.i18n import LazyString
from shared.i18n import lazy as _


@dataclass(frozen=True)
class MessageRow:
    """An e-mail as the list shows it."""

    id: UUID
    template: str
    occasion_id: UUID | None
    state: str
    why: str | None
    error: str | None
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    contact_id: UUID
    name: str | None
    email: str | None
    title: str | None

    @property
    def recipient(self) -> Mapping[str, Any]:
        """To whom, as the API tells it."""
        return {"contact_id": self.contact_id, "name": self.name, "email": self.email}


_ROWS = (
    sa.select(
        Message.id,
        Message.template,
        Message.occasion_id,
        Message.state,
        Message.why,
        Message.error,
        Message.attempts,
        Message.created_at,
        Message.due_at,
        Message.sent_at,
        Message.contact_id,
        Contact.name,
        sa.func.coalesce(Message.address, Contact.email).label("email"),
        Occasion.title,
    )
    .outerjoin(Contact, Contact.id == Message.contact_id)
    .outerjoin(Occasion, Occasion.id == Message.occasion_id)
)

# A contact that the mail about an event names, and that is not known yet.
_UNKNOWN = (
    sa.select(Mention.contact_id)
    .outerjoin(Contact, Contact.id == Mention.contact_id)
    .where(Mention.event_id == sa.bindparam("event_id", type_=sa.Uuid), Contact.id.is_(None))
    .limit(1)
)


def list_messages(session: Session, chosen: Mapping[str, Any]) -> tuple[Sequence[MessageRow], int]:
    """The chosen e-mails of one page, the newest first, and how many there are on all pages."""
    conditions = _conditions(chosen)
    total = session.scalar(
        sa.select(sa.func.count())
        .select_from(Message)
        .outerjoin(Contact, Contact.id == Message.contact_id)
        .where(*conditions)
    )
    rows = session.execute(
        _ROWS.where(*conditions)
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(chosen["per_page"])
        .offset((chosen["page"] - 1) * chosen["per_page"])
    )
    return [MessageRow(**row._mapping) for row in rows], total or 0


def count_by_state(session: Session) -> dict[str, int]:
    """How many e-mails there are in each state."""
    rows = session.execute(sa.select(Message.state, sa.func.count()).group_by(Message.state))
    return {state: count for state, count in rows}


def find_message(session: Session, message_id: UUID) -> tuple[Message, MessageRow]:
    """One e-mail, with the row that describes it. Raises NoSuchMessage."""
    message = session.get(Message, message_id)
    row = session.execute(_ROWS.where(Message.id == message_id)).one_or_none()
    if message is None or row is None:
        raise NoSuchMessage()
    return message, MessageRow(**row._mapping)


def _conditions(chosen: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if chosen["template"]:
        conditions.append(Message.template == chosen["template"])
    if chosen["state"]:
        conditions.append(Message.state == chosen["state"])
    if chosen["occasion"]:
        conditions.append(Message.occasion_id == chosen["occasion"])
    if chosen["recipient"]:
        word = chosen["recipient"].strip()
        knows_now = Contact.search_text.contains(word.casefold(), autoescape=True)
        conditions.append(knows_now | Message.address.icontains(word, autoescape=True))
    return conditions


def missing_pieces(session: Session, message: Message) -> list[LazyString]:
    """What a queued e-mail still waits for."""
    if message.state != "queued":
        return []
    email = EMAILS[message.template]
    knows_all = session.scalar(_UNKNOWN, {"event_id": message.event_id}) is None
    wanted: list[tuple[bool, LazyString, type[Base], UUID | None]] = [
        (True, _("the recipient's address"), Contact, message.contact_id),
        (email.about != "event", _("the occasion"), Occasion, message.occasion_id),
        (email.link == "manage", _("the link to the registration"), ManageLink, message.registration_id),
        (email.link == "group", _("the link to the group"), GroupLink, message.group_id),
    ]
    missing = [name for is_needed, name, model, key in wanted if is_needed and not session.get(model, key)]
    return missing if knows_all else [*missing, _("the names in it")]
