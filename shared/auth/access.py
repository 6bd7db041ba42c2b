"""What each member of staff may do, as the registration service tells all; no name, no address."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db import backbone, insert
from shared.envelope import Event

staff_access = sa.Table(
    "staff_access",
    backbone,
    sa.Column("staff_id", sa.Uuid, primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("municipality", sa.String(4)),
    sa.Column("contact_id", sa.Uuid),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # The last day on which a program's token was used; nobody keeps when a person was here.
    sa.Column("used_on", sa.Date),
)

staff_tokens = sa.Table(
    "staff_tokens",
    backbone,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("staff_id", sa.Uuid, nullable=False, index=True),
)


@dataclass(frozen=True)
class Staff:
    """Who calls: `municipality` bounds a representative, `contact_id` is what a lecturer's occasions name."""

    id: UUID
    role: str
    municipality: str | None
    contact_id: UUID | None


def apply_access(session: Session, event: Event) -> None:
    """Keep what a StaffAccessChanged says, unless something newer is known; order does not matter."""
    staff_id = UUID(event.subject)
    values = {
        "staff_id": staff_id,
        "role": event["role"],
        "municipality": event["municipality"],
        "contact_id": event["contact_id"],
        "is_active": event["is_active"],
        "epoch": event["epoch"],
        "version": event.version,
    }
    statement = insert(session, staff_access).values(values)
    newer = session.scalar(
        statement.on_conflict_do_update(
            index_elements=[staff_access.c.staff_id],
            set_={name: statement.excluded[name] for name in values if name != "staff_id"},
            where=staff_access.c.version < statement.excluded.version,
        ).returning(staff_access.c.staff_id)
    )
    if newer is None:
        return
    session.execute(sa.delete(staff_tokens).where(staff_tokens.c.staff_id == staff_id))
    rows = [{"token_hash": text, "staff_id": staff_id} for text in event["token_hashes"]]
    if rows:
        session.execute(sa.insert(staff_tokens), rows)


def staff_by_id(session: Session, staff_id: UUID, epoch: int) -> Staff | None:
    """The active member of staff whose sessions of that epoch still hold."""
    return _one(session, sa.and_(staff_access.c.staff_id == staff_id, staff_access.c.epoch == epoch))


def staff_by_token(session: Session, token_hash: str) -> Staff | None:
    """The active member of staff, or program, whose token has that hash."""
    owner = sa.select(staff_tokens.c.staff_id).where(staff_tokens.c.token_hash == token_hash)
    return _one(session, staff_access.c.staff_id == owner.scalar_subquery())


def is_used(session: Session, staff_id: UUID, day: date) -> bool:
    """Whether that day, or a later one, is known as the last use of the program's token."""
    known = session.scalar(sa.select(staff_access.c.used_on).where(staff_access.c.staff_id == staff_id))
    return known is not None and known >= day


def note_use(session: Session, staff_id: UUID, day: date) -> bool:
    """Keep the last day on which a program's token was used; returns whether it was news."""
    statement = (
        sa.update(staff_access)
        .where(
            staff_access.c.staff_id == staff_id,
            sa.or_(staff_access.c.used_on.is_(None), staff_access.c.used_on < day),
        )
        .values(used_on=day)
        .returning(staff_access.c.staff_id)
    )
    return session.scalar(statement) is not None


def _one(session: Session, condition: sa.ColumnElement[bool]) -> Staff | None:
    row = session.execute(
        sa.select(
            staff_access.c.staff_id,
            staff_access.c.role,
            staff_access.c.municipality,
            staff_access.c.contact_id,
        ).where(condition, staff_access.c.is_active)
    ).first()
    return Staff(*row) if row else None
