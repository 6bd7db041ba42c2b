"""Sending an e-mail again: what failed goes back into the queue, what was sent goes out as a new letter."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.bounces import suppressing
from services.notifications.emails import EMAILS
from services.notifications.letters.links import KEPT_LINKS
from services.notifications.models import Contact, Mention, Message
from services.notifications.operations import PATIENCE, WAKE, mention, new_message, queue_messages
from services.notifications.problems import (
    AddressIsSuppressed,
    MessageCannotBeRepeated,
    MessageIsUnderWay,
    NoSuchMessage,
)
from shared import clock
from shared.audit import note
from shared.ids import new_id
from shared.wake import wake


def resend_message(session: Session, message_id: UUID) -> UUID:
    """Send an e-mail that was sent, failed or bounced once more; returns the id of the one that goes out.

    What never reached its reader keeps its Message-ID. What was sent gets another: a mail program may
    drop a letter whose id it has seen. Raises NoSuchMessage, MessageIsUnderWay, AddressIsSuppressed and
    MessageCannotBeRepeated.
    """
    message = session.get(Message, message_id, with_for_update=True)
    if message is None:
        raise NoSuchMessage()
    if message.state not in ("sent", "failed", "bounced"):
        raise MessageIsUnderWay()
    contact = session.get(Contact, message.contact_id)
    if contact and suppressing.is_suppressed(session, contact.email):
        raise AddressIsSuppressed()
    return _repeat(session, message) if message.state == "sent" else _requeue(session, message)


def can_be_repeated(message: Message) -> bool:
    """Whether what it said is kept, and its link too."""
    return message.content is not None and EMAILS[message.template].link in (*KEPT_LINKS, "catalogue")


def _requeue(session: Session, message: Message) -> UUID:
    now = clock.now()
    message.state, message.attempts = "queued", 0
    message.due_at, message.give_up_at = now, now + PATIENCE
    note(session, "message.resent", message.id)
    wake(session, WAKE)
    return message.id


def _repeat(session: Session, message: Message) -> UUID:
    """Queue a copy under an event id of its own; it is written anew, with what holds now."""
    if not can_be_repeated(message):
        raise MessageCannotBeRepeated()
    event_id = new_id()
    row = new_message(
        message.template,
        event_id,
        message.contact_id,
        occasion_id=message.occasion_id,
        registration_id=message.registration_id,
        group_id=message.group_id,
        details=message.details,
        expires_on=message.expires_on,
    )
    named = session.scalars(sa.select(Mention.contact_id).where(Mention.event_id == message.event_id))
    mention(session, {event_id: list(named)})
    queue_messages(session, [{**row, "content": message.content}])
    note(session, "message.resent", message.id)
    new_id_of_row: UUID = row["id"]
    return new_id_of_row
