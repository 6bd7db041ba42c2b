"""Taking messages from the queue: what is due and complete, frozen as it is to be told."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.emails import EMAILS, Pieces
from services.notifications.freezing import freeze
from services.notifications.models import Contact, ManageLink, Message, Occasion, Registration
from services.notifications.models.message import UNDER_WAY
from shared import clock

BATCH = 20
LEASE = timedelta(minutes=5)  # far longer than a batch takes; after it the sender is taken for dead

_NEED_OCCASION = [name for name, email in EMAILS.items() if email.needs_occasion]
_NEED_MANAGE_LINK = [name for name, email in EMAILS.items() if email.link == "manage"]

Row = TypeVar("Row", Contact, Occasion, Registration)


def claim(session: Session, limit: int = BATCH) -> list[Pieces]:
    """Take the messages that are due and whose pieces have all arrived: lease them, or skip the moot.

    Returns both; what is to be sent is in state `sending`.
    No message waits to be told that its last piece came: whether it is complete is asked here, each
    time, so two workers that store two pieces of it at once cannot miss each other.
    """
    claimed = _pieces(session, _due(session, limit))
    for pieces in claimed:
        message, email = pieces.message, EMAILS[pieces.message.template]
        why = email.moot(pieces)
        if why:
            message.state, message.why, message.token = "skipped", why, None
            continue
        message.content = freeze(pieces, email.calendar).to_json()
        message.address = pieces.contact.email
        message.state, message.attempts = "sending", message.attempts + 1
        message.due_at = clock.now() + LEASE
    return claimed


def _due(session: Session, limit: int) -> Sequence[Message]:
    has_occasion = Occasion.id.is_not(None) | Message.template.not_in(_NEED_OCCASION)
    has_link = ManageLink.token.is_not(None) | Message.template.not_in(_NEED_MANAGE_LINK)
    knows_reason = (Message.template != "occasion_cancelled") | (Occasion.state == "cancelled")
    return session.scalars(
        sa.select(Message)
        .join(Contact, Contact.id == Message.contact_id)
        .outerjoin(Occasion, Occasion.id == Message.occasion_id)
        .outerjoin(ManageLink, ManageLink.registration_id == Message.registration_id)
        .where(Message.state.in_(UNDER_WAY), Message.due_at <= clock.now())
        .where(has_occasion, has_link, knows_reason)
        .order_by(Message.due_at)
        .limit(limit)
        .with_for_update(of=Message, skip_locked=True)
    ).all()


def _pieces(session: Session, messages: Sequence[Message]) -> list[Pieces]:
    """The messages with what they say, without those that a handler is changing at this moment.

    The registrations are locked, for what their holders were told is about to change; the occasions
    are shared, so that a change of one either is in the mail or finds out that it was not. Locked rows
    are passed by: their handler's commit wakes the sender, and nobody waits in a circle.
    """
    contacts = _by_id(session, Contact, {message.contact_id for message in messages})
    registrations = _by_id(
        session, Registration, {message.registration_id for message in messages}, skip_locked=True
    )
    occasions = _by_id(
        session, Occasion, {message.occasion_id for message in messages}, skip_locked=True, read=True
    )
    links = _links(session, registrations)
    return [
        Pieces(
            message,
            contacts[message.contact_id],
            occasions.get(message.occasion_id) if message.registration_id else None,
            registrations.get(message.registration_id),
            links.get(message.registration_id),
        )
        for message in messages
        if message.template not in _NEED_OCCASION
        or (message.registration_id in registrations and message.occasion_id in occasions)
    ]


def _by_id(
    session: Session, model: type[Row], ids: Collection[UUID | None], **lock: Any
) -> dict[UUID | None, Row]:
    statement = sa.select(model).where(model.id.in_([id_ for id_ in ids if id_]))
    if lock:
        statement = statement.with_for_update(**lock)
    return {row.id: row for row in session.scalars(statement)}


def _links(session: Session, registration_ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    statement = sa.select(ManageLink.registration_id, ManageLink.token)
    chosen = statement.where(ManageLink.registration_id.in_(list(registration_ids)))
    return {registration_id: token for registration_id, token in session.execute(chosen)}
