"""Forgetting a person: what every service does alike when somebody has been erased.

Only the contact id stays, which then means nothing: it keeps what arrives late from bringing anybody back.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.db import UtcDateTime, backbone, has_text, insert
from shared.events import PAGE
from shared.inbox.tables import failed, retries
from shared.outbox import outbox
from shared.web.idempotency import idempotent_answers

erased_contacts = sa.Table(
    "erased_contacts",
    backbone,
    sa.Column("contact_id", sa.Uuid, primary_key=True),
    sa.Column("erased_at", UtcDateTime, nullable=False),
)


def remember_erased(session: Session, contact_id: UUID) -> None:
    """Note that nothing about this contact is to be kept from now on."""
    row = {"contact_id": contact_id, "erased_at": clock.now()}
    session.execute(insert(session, erased_contacts).values(row).on_conflict_do_nothing())


def erased_among(session: Session, contact_ids: Iterable[UUID | None]) -> set[UUID]:
    """Those of the contacts that were erased."""
    asked = {contact_id for contact_id in contact_ids if contact_id}
    if not asked:
        return set()
    mine = erased_contacts.c.contact_id.in_(asked)
    return set(session.scalars(sa.select(erased_contacts.c.contact_id).where(mine)))


def forget_traces(session: Session, contact_id: UUID, *others: UUID) -> None:
    """Scrub what the event path keeps of a contact: private events on their way, kept answers.

    `others` are ids by which kept answers may name the person, such as registrations. A private event that
    has not gone out yet never does; facts have no personal data and stay, or totals would change.
    """
    names = [contact_id, *others]
    session.execute(
        sa.update(outbox)
        .where(outbox.c.is_private, outbox.c.body.is_not(None), _names(session, outbox.c.body, [contact_id]))
        .values(body=None, published_at=sa.func.coalesce(outbox.c.published_at, clock.now()))
    )
    for table in (retries, failed):
        is_private = table.c.type.in_(_private_types()) | table.c.type.is_(None)
        session.execute(sa.delete(table).where(is_private, _names(session, table.c.body, [contact_id])))
    session.execute(
        sa.update(idempotent_answers)
        .where(_names(session, idempotent_answers.c.body, names))
        .values(body=None, location=None)
    )


def _private_types() -> Sequence[str]:
    return [kind.name for kind in PAGE.types.values() if kind.is_private]


def _names(session: Session, body: sa.Column[Any], ids: Sequence[UUID]) -> sa.ColumnElement[bool]:
    return has_text(session, body, [str(item) for item in ids])
