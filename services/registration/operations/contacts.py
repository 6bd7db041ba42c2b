"""A contact that gets another name or address, or gives way to another contact."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.registration.base import Base
from services.registration.models import Occasion, Participant, StaffMember
from services.registration.operations.addresses import confirm_new_address
from services.registration.operations.locking import locked_occasion
from services.registration.operations.occasions import emit_completed
from services.registration.operations.participants import person_keys
from services.registration.operations.states import occasion_state
from services.registration.operations.telling import contact_changed
from services.registration.problems import ContactIsTaken
from services.registration.staff import accounts
from shared import events
from shared.outbox import emit


def rewrite_contact(
    session: Session, contact_id: UUID, person: Mapping[str, Any], *, accept_warnings: bool = True
) -> None:
    """Give a person another name or address, and tell it. Raises ContactIsTaken, AddressLooksMistyped."""
    row = session.get_one(Participant, contact_id, with_for_update=True, populate_existing=True)
    if row.email != person["email"] and not accept_warnings:
        confirm_new_address(session, person["email"], contact_id)
    try:
        with session.begin_nested():
            for name in ("given_name", "family_name", "email"):
                setattr(row, name, person[name])
            for name, key in person_keys(person).items():
                setattr(row, name, key)
            row.version += 1
    except IntegrityError as error:
        raise ContactIsTaken(errors={"email": [ContactIsTaken.title]}) from error
    emit(session, contact_changed(row))


def is_used(session: Session, contact_id: UUID, *, besides: type[Base]) -> bool:
    """Whether anything but a row of one table names the person."""
    return any(
        session.scalar(sa.select(sa.exists().where(column == contact_id)))
        for column in person_columns()
        if column.table is not besides.__table__
    )


def person_columns() -> list[sa.Column[Any]]:
    """Every column that names a person, whichever table it is in."""
    persons = Participant.__table__
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is persons for key in column.foreign_keys)
    ]


def repoint_lecturer(session: Session, contact_id: UUID, to_id: UUID) -> None:
    """Let occasions and staff accounts that name one contact as their lecturer name another; tell it."""
    named = sa.select(Occasion.id).where(Occasion.lecturer_contact_id == contact_id)
    for occasion_id in session.scalars(named.order_by(Occasion.id)).all():
        occasion = locked_occasion(session, occasion_id)
        occasion.lecturer_contact_id = to_id
        occasion.version += 1
        session.flush()
        if occasion.state == "published":
            state = occasion_state(session, occasion)
            emit(session, events.OccasionChanged(occasion.id, version=occasion.version, **state))
        elif occasion.state == "completed":
            emit_completed(session, occasion)
    tied = sa.select(StaffMember.id).where(StaffMember.contact_id == contact_id, StaffMember.kind == "person")
    for account_id in session.scalars(tied.order_by(StaffMember.id)).all():
        accounts.change_account(session, account_id, {"contact_id": to_id})
