"""Answering the offer of a place: by the holder, or by the booker for the whole group."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration
from services.registration.operations.ending import EndedBy, end_registration
from services.registration.operations.locking import locked_registration
from services.registration.operations.queue import move_up
from services.registration.operations.seating import (
    confirm,
    deadline,
    group_moved_up,
    living_members,
    must_be_approved,
    request_approval,
    seated,
)
from services.registration.problems import NothingIsOffered, OfferHasEnded, OnlyTheBookerMay
from shared import clock
from shared.envelope import Event
from shared.outbox import emit


def accept_offer(session: Session, registration_id: UUID, by: EndedBy = "participant") -> Registration:
    """Take the offered place; a group takes all of its places, by its booker or a coordinator.

    Raises RegistrationNotFound, NothingIsOffered, OfferHasEnded, OnlyTheBookerMay.
    """
    occasion, registration = _offered(session, registration_id)
    if registration.party_id and by == "participant":
        raise OnlyTheBookerMay()
    told: list[Event] = []
    for member in _party(session, registration):
        told += _accept(occasion, member)
    if registration.party_id:
        told.append(group_moved_up(session, registration.party_id))
    emit(session, *told)
    return registration


def decline_offer(session: Session, registration_id: UUID, by: EndedBy = "participant") -> Registration:
    """Leave the offered place to the next; a participant of a group gives up the one place alone.

    Raises RegistrationNotFound, NothingIsOffered, OfferHasEnded.
    """
    occasion, registration = _offered(session, registration_id)
    members = [registration] if by == "participant" else _party(session, registration)
    told = [end_registration(occasion, member, by) for member in members]
    emit(session, *told, *move_up(session, occasion))
    return registration


def _offered(session: Session, registration_id: UUID) -> tuple[Occasion, Registration]:
    occasion, registration = locked_registration(session, registration_id)
    if registration.status != "offered" or occasion.state != "published":
        raise NothingIsOffered()
    if registration.held_until is None or registration.held_until <= clock.now():
        raise OfferHasEnded()
    return occasion, registration


def _party(session: Session, registration: Registration) -> list[Registration]:
    if registration.party_id is None:
        return [registration]
    return living_members(session, registration.party_id)


def _accept(occasion: Occasion, member: Registration) -> list[Event]:
    if not must_be_approved(occasion, member.approver_id):
        confirm(occasion, member)
        return [seated(member)]
    member.status = "held"
    member.held_until = deadline(occasion, "held")
    member.version += 1
    return [seated(member), *request_approval(member)]
