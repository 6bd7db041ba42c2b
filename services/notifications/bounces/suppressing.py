"""Addresses to which nothing is sent since a letter to them failed for good, until somebody releases them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.bounces import reachability
from services.notifications.delivery.stops import address_key
from services.notifications.models import Contact, Message, Suppression
from services.notifications.problems import NoSuchSuppression
from shared import clock
from shared.audit import note
from shared.db import insert
from shared.ids import new_id


@dataclass(frozen=True)
class SuppressedRow:
    """A suppressed address as the list shows it."""

    id: UUID
    address: str
    reason: str
    since: datetime
    contact_id: UUID
    message_id: UUID
    name: str | None


def suppress(session: Session, message: Message, words: str) -> None:
    """Send nothing more to the address that this message went to, and tell whose it is."""
    if not message.address:
        return
    reachability.hold_addresses(session)
    key = address_key(message.address)
    row = insert(session, Suppression).values(
        id=new_id(),
        address=key,
        contact_id=message.contact_id,
        message_id=message.id,
        reason=words,
        since=clock.now(),
    )
    new = row.on_conflict_do_nothing(index_elements=["address"]).returning(Suppression.id)
    if session.execute(new).first():
        reachability.tell(session, dict.fromkeys(reachability.holders_of(session, key), True))


def release(session: Session, suppression_id: UUID) -> None:
    """Send to the address again, and tell whose it is. Raises NoSuchSuppression."""
    reachability.hold_addresses(session)
    found = session.get(Suppression, suppression_id)
    if found is None:
        raise NoSuchSuppression()
    note(session, "address.released", found.contact_id)
    session.delete(found)
    reachability.tell(session, dict.fromkeys(reachability.holders_of(session, found.address), False))


def forget(session: Session, contact_id: UUID) -> None:
    """Forget the addresses of somebody who is erased; one that others share stays, as theirs."""
    mine = session.scalars(sa.select(Suppression).where(Suppression.contact_id == contact_id)).all()
    if mine:
        reachability.hold_addresses(session)
    for found in mine:
        others = [other for other in reachability.holders_of(session, found.address) if other != contact_id]
        if others:
            found.contact_id = others[0]
        else:
            session.delete(found)
    session.flush()


def is_suppressed(session: Session, address: str) -> bool:
    """Whether nothing is sent to the address."""
    mine = sa.select(Suppression.id).where(Suppression.address == address_key(address))
    return session.scalar(mine) is not None


def list_suppressions(session: Session, page: int, per_page: int) -> tuple[Sequence[SuppressedRow], int]:
    """The suppressed addresses of one page, the newest first, and how many there are."""
    total = session.scalar(sa.select(sa.func.count()).select_from(Suppression)) or 0
    columns = (getattr(Suppression, name) for name in SuppressedRow.__annotations__ if name != "name")
    rows = session.execute(
        sa.select(*columns, Contact.name)
        .outerjoin(Contact, Contact.id == Suppression.contact_id)
        .order_by(Suppression.since.desc(), Suppression.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return [SuppressedRow(**row._mapping) for row in rows], total
