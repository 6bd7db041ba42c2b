"""Unsubscribing from a topic by the link in a letter, which needs no account (RFC 8058)."""

from typing import cast, get_args
from uuid import UUID

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from services.notifications.delivery.lanes import TOPIC_OF, Topic
from services.notifications.models import Unsubscription
from services.notifications.problems import NoSuchSubscription
from shared import clock, neighbours
from shared.audit import note
from shared.db import insert
from shared.service import service


def headers(template: str, contact_id: UUID) -> dict[str, str]:
    """What lets a mail program offer unsubscribing with one press; empty for necessary mail."""
    address = link_in(template, contact_id)
    if address is None:
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def link_in(template: str, contact_id: UUID) -> str | None:
    """Where the reader of an e-mail unsubscribes from its topic; None for necessary mail."""
    topic = TOPIC_OF.get(template)
    return link(contact_id, topic) if topic else None


def link(contact_id: UUID, topic: Topic) -> str:
    """Where a contact unsubscribes from a topic, and subscribes again."""
    return neighbours.unsubscribe_link(_serializer().dumps([contact_id.hex, topic]))


def read_token(token: str) -> tuple[UUID, Topic]:
    """Whose link it is, and to what. Raises NoSuchSubscription."""
    try:
        contact_id, topic = _serializer().loads(token)
    except BadSignature as error:
        raise NoSuchSubscription() from error
    if topic not in get_args(Topic):
        raise NoSuchSubscription()
    return UUID(contact_id), cast(Topic, topic)


def is_subscribed(session: Session, contact_id: UUID, topic: Topic) -> bool:
    """Whether the contact gets e-mails of the topic."""
    return session.get(Unsubscription, (contact_id, topic)) is None


def unsubscribe(session: Session, contact_id: UUID, topic: Topic) -> None:
    """Send the contact nothing of the topic any more."""
    row = insert(session, Unsubscription).values(contact_id=contact_id, topic=topic, since=clock.now())
    new = row.on_conflict_do_nothing().returning(Unsubscription.topic)
    if session.execute(new).first():
        note(session, "topic.unsubscribed", contact_id, topic=topic)


def subscribe(session: Session, contact_id: UUID, topic: Topic) -> None:
    """Send the contact what is of the topic again."""
    mine = (Unsubscription.contact_id == contact_id) & (Unsubscription.topic == topic)
    gone = sa.delete(Unsubscription).where(mine).returning(Unsubscription.topic)
    if session.execute(gone).first():
        note(session, "topic.subscribed", contact_id, topic=topic)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(service().settings.secret_key, salt="kursforum-unsubscribe")
