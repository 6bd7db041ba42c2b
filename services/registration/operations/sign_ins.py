"""Participants' way to all their own registrations: a link by mail that works once, and then a session."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Participant, SignIn
from services.registration.operations.participants import address_key
from services.registration.operations.tokens import new_token
from services.registration.problems import SignInLinkIsSpent
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.ids import random_id
from shared.outbox import emit
from shared.service import transaction

LINK_HOLDS = timedelta(minutes=30)
SESSION_HOLDS = timedelta(hours=2)


def send_sign_in_link(session: Session, email: str) -> None:
    """Mail a link to whoever has this address; nothing tells whether anybody has."""
    key = address_key(email)
    # Several may share a mailbox: the letter goes to it, whoever of them the contact is.
    contact_id = session.scalar(
        sa.select(Participant.id)
        .where(Participant.email_key == key, Participant.erased_at.is_(None))
        .order_by(Participant.id.desc())
        .limit(1)
    )
    if contact_id is None:
        return
    token, expires_at = new_token(), clock.now() + LINK_HOLDS
    asked = SignIn(id=random_id(), email_key=key, token_hash=fingerprint(token), expires_at=expires_at)
    session.add(asked)
    session.flush()
    emit(
        session,
        events.SignInLinkIssued(
            asked.id, version=1, contact_id=contact_id, token=token, expires_at=expires_at
        ),
    )


def open_sign_in(session: Session, token: str) -> SignIn:
    """Use up a link and begin the session that it opens. Raises SignInLinkIsSpent."""
    now = clock.now()
    used: SignIn | None = session.scalar(
        sa.update(SignIn)
        .where(SignIn.token_hash == fingerprint(token), SignIn.expires_at > now)
        .values(token_hash=None, expires_at=now + SESSION_HOLDS)
        .returning(SignIn)
    )
    if used is None:
        raise SignInLinkIsSpent()
    return used


def end_sign_in(session: Session, sign_in_id: UUID) -> None:
    """End a session, wherever its cookie lies."""
    session.execute(sa.delete(SignIn).where(SignIn.id == sign_in_id))


def forget_sign_ins() -> bool:
    """Delete links and sessions whose time is over; nothing more is to be done at once."""
    with transaction() as session:
        session.execute(sa.delete(SignIn).where(SignIn.expires_at <= clock.now()))
    return False
