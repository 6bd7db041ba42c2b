"""Finding lecturers and suppliers: for the office, and for the form of an occasion."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Lecturer, Occasion, StaffMember


def list_lecturers(session: Session, *, is_active: bool = True) -> Sequence[Lecturer]:
    """The lecturers and suppliers by name: those that an occasion may choose, or those that are closed."""
    return session.scalars(
        sa.select(Lecturer)
        .where(Lecturer.is_active == is_active)
        .options(joinedload(Lecturer.contact, innerjoin=True))
        .order_by(sa.func.lower(Lecturer.name), Lecturer.id)
    ).all()


def count_occasions_by_lecturer(session: Session) -> dict[UUID, int]:
    """How many occasions name each contact; those called off do not count."""
    rows = session.execute(
        sa.select(Occasion.lecturer_contact_id, sa.func.count())
        .where(Occasion.lecturer_contact_id.is_not(None), Occasion.state != "cancelled")
        .group_by(Occasion.lecturer_contact_id)
    )
    return {contact_id: count for contact_id, count in rows if contact_id}


def lecturers_accounts(session: Session) -> Sequence[StaffMember]:
    """The open accounts of lecturers, by name."""
    return session.scalars(
        sa.select(StaffMember)
        .where(StaffMember.role == "lecturer", StaffMember.kind == "person", StaffMember.is_active)
        .order_by(StaffMember.name)
    ).all()
