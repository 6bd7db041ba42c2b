"""Cancelling a registration, or a whole group, whereupon the queue moves up."""

from collections.abc import Iterable, Sequence
from hmac import compare_digest
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, Occasion, Party, Registration
from services.registration.operations.ending import EndedBy, end_registration
from services.registration.operations.locking import locked_occasion, locked_registration
from services.registration.operations.queue import move_up
from services.registration.operations.seating import living_members
from services.registration.problems import (
    AlreadyCancelled,
    GroupNotFound,
    NotTheHolder,
    OccasionHasBegun,
    ParticipantHasAttended,
)
from shared.audit import note
from shared.auth.tokens import fingerprint
from shared.outbox import emit

Holder = Literal["participant", "booker"]


def cancel_registration(
    session: Session, registration_id: UUID, by: Literal["participant", "booker", "coordinator"]
) -> Registration:
    """End a registration; a place that becomes free goes to the head of the queue.

    Raises RegistrationNotFound, AlreadyCancelled, ParticipantHasAttended; and OccasionHasBegun, but for
    coordinators.
    """
    occasion, registration = locked_registration(session, registration_id)
    if registration.status == "cancelled":
        raise AlreadyCancelled()
    _end(session, occasion, [registration], by)
    if by == "coordinator":
        note(session, "registration.cancelled", registration.id)
    return registration


def cancel_group(
    session: Session, party_id: UUID, by: Literal["booker", "coordinator"]
) -> list[Registration]:
    """End all registrations of a group that have not ended; returns them.

    Raises GroupNotFound, AlreadyCancelled, ParticipantHasAttended; OccasionHasBegun but for coordinators.
    """
    party = session.get(Party, party_id)
    if party is None:
        raise GroupNotFound()
    occasion = locked_occasion(session, party.occasion_id)
    members = living_members(session, party_id)
    if not members:
        raise AlreadyCancelled()
    _end(session, occasion, members, by)
    if by == "coordinator":
        note(session, "group.cancelled", party_id, members=len(members))
    return members


def cancel_several(session: Session, occasion: Occasion, chosen: Sequence[Registration]) -> None:
    """End several registrations by the office; the caller holds the occasion, and the queue moves up once.

    Raises AlreadyCancelled, ParticipantHasAttended.
    """
    if any(registration.status == "cancelled" for registration in chosen):
        raise AlreadyCancelled()
    _end(session, occasion, chosen, "coordinator")


def check_holder(session: Session, registration_id: UUID, token: str) -> Holder:
    """Who holds the token: the participant, or whoever booked for the group. Raises NotTheHolder."""
    known = session.execute(
        sa.select(Registration.manage_token_hash, Party.manage_token_hash)
        .outerjoin(Party, Party.id == Registration.party_id)
        .where(Registration.id == registration_id)
    ).one_or_none()
    theirs, bookers = known or ("", "")
    given = fingerprint(token)
    if compare_digest(theirs, given):
        return "participant"
    if compare_digest(bookers or "", given):
        return "booker"
    raise NotTheHolder()


def check_booker(session: Session, party_id: UUID, token: str) -> None:
    """Make sure that somebody holds the group's link. Raises NotTheHolder."""
    known = session.scalar(sa.select(Party.manage_token_hash).where(Party.id == party_id))
    if not compare_digest(known or "", fingerprint(token)):
        raise NotTheHolder()


def _end(session: Session, occasion: Occasion, members: Iterable[Registration], by: EndedBy) -> None:
    chosen = list(members)
    if by != "coordinator" and occasion.has_begun:
        raise OccasionHasBegun()
    attended = sa.exists().where(Attendance.registration_id.in_([member.id for member in chosen]))
    if session.scalar(sa.select(attended)):
        raise ParticipantHasAttended()
    told = [end_registration(occasion, member, by) for member in chosen]
    emit(session, *told, *move_up(session, occasion))
