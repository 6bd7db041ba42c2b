"""The lecturers on the list whose occasions an account may see."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Lecturer
from services.registration.problems import LecturerIsUnknown


def lecturer_choices(session: Session) -> Sequence[tuple[str, str]]:
    """Contact and name of every lecturer and supplier in use, by name."""
    rows = session.execute(
        sa.select(Lecturer.contact_id, Lecturer.name, Lecturer.organisation)
        .where(Lecturer.is_active)
        .order_by(Lecturer.name)
    )
    return [(str(contact), ", ".join(filter(None, (name, where)))) for contact, name, where in rows]


def check_lecturer(session: Session, contact_id: UUID | None) -> None:
    """Refuse a contact that is no lecturer's. Raises LecturerIsUnknown."""
    if contact_id is None:
        return
    if not session.scalar(sa.select(sa.exists().where(Lecturer.contact_id == contact_id))):
        raise LecturerIsUnknown(errors={"contact_id": [LecturerIsUnknown.title]})
