"""One person's data: handed out when they ask for it, and forgotten when they are erased."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.bounces import suppressing
from services.notifications.emails import EMAILS
from services.notifications.letters.showing import shown
from services.notifications.models import (
    Contact,
    GroupLink,
    ManageLink,
    Mention,
    Message,
    Registration,
    Suppression,
    Unsubscription,
)
from services.notifications.models.message import UNDER_WAY
from shared import events
from shared.db import insert
from shared.envelope import Event
from shared.erasure import forget_traces, remember_erased
from shared.outbox import emit

ERASED = "person_erased"
# Higher than any version that an event has: what comes late never brings a contact back.
_LAST_VERSION = 2**31 - 1


def export_person(session: Session, event: Event) -> None:
    """Tell what is stored about a contact: the address, and every e-mail."""
    contact_id = UUID(event.subject)
    contact = session.get(Contact, contact_id)
    written = sa.select(Message).where(Message.contact_id == contact_id).order_by(Message.created_at)
    content = {
        "contact": {name: getattr(contact, name) for name in ("name", "email", "language")}
        if contact
        else None,
        "address_does_not_work": list(session.scalars(_suppressed(contact_id))),
        "unsubscribed_from": list(session.scalars(_unsubscribed(contact_id))),
        "emails": [_as_stored(message) for message in session.scalars(written)],
    }
    told = {"request_id": event["request_id"], "content": content}
    emit(session, events.NotificationsPersonExported(event.subject, version=event.version, **told))


def forget_person(session: Session, event: Event) -> None:
    """Forget a contact's name, address and mail; what waits to be sent never is."""
    contact_id = UUID(event.subject)
    mine = sa.select(Registration.id).where(Registration.contact_id == contact_id)
    session.execute(sa.delete(ManageLink).where(ManageLink.registration_id.in_(mine)))
    session.execute(sa.delete(GroupLink).where(GroupLink.contact_id == contact_id))
    suppressing.forget(session, contact_id)
    session.execute(sa.delete(Unsubscription).where(Unsubscription.contact_id == contact_id))
    _forget_mail(session, contact_id)
    _forget_mentions(session, contact_id)
    _leave_tombstone(session, contact_id)
    remember_erased(session, contact_id)
    forget_traces(session, contact_id)
    told = {"request_id": event["request_id"]}
    emit(session, events.NotificationsErasureConfirmed(event.subject, version=event.version, **told))


def _suppressed(contact_id: UUID) -> sa.Select[str]:
    return sa.select(Suppression.address).where(Suppression.contact_id == contact_id)


def _unsubscribed(contact_id: UUID) -> sa.Select[str]:
    return sa.select(Unsubscription.topic).where(Unsubscription.contact_id == contact_id)


def _as_stored(message: Message) -> dict[str, Any]:
    mail = shown(message)
    return {
        "kind": str(EMAILS[message.template].title),
        "created_at": message.created_at.isoformat(),
        "state": message.state,
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "address": message.address,
        "subject": mail.subject if mail else None,
        "text": mail.text if mail else None,
    }


def _forget_mail(session: Session, contact_id: UUID) -> None:
    messages = table_of(Message)
    theirs = messages.c.contact_id == contact_id
    forgotten = {"details": {}, "content": sa.null(), "address": None, "token": None, "error": None}
    session.execute(sa.update(messages).where(theirs).values(**forgotten))
    waiting = messages.c.state.in_(UNDER_WAY)
    session.execute(sa.update(messages).where(theirs, waiting).values(state="skipped", why=ERASED))


def _forget_mentions(session: Session, contact_id: UUID) -> None:
    """Blank the kept content of mails to others that name the person, as a booker's summary does."""
    messages = table_of(Message)
    about = sa.select(Mention.event_id).where(Mention.contact_id == contact_id)
    named = messages.c.event_id.in_(about), messages.c.contact_id != contact_id
    session.execute(sa.update(messages).where(*named).values(content=sa.null()))
    # What waits still needs its details, which hold ids alone; it is written without the name.
    session.execute(sa.update(messages).where(*named, messages.c.state.not_in(UNDER_WAY)).values(details={}))


def _leave_tombstone(session: Session, contact_id: UUID) -> None:
    nobody = {"name": "", "email": "", "language": "sv", "search_text": "", "version": _LAST_VERSION}
    row = insert(session, Contact).values(id=contact_id, **nobody)
    session.execute(row.on_conflict_do_update(index_elements=["id"], set_=nobody))
