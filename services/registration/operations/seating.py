"""Seating a party: a place at once, the offer of one, or one held until the manager has approved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Party, Registration, Status
from services.registration.operations.states import registration_state
from services.registration.operations.tokens import new_token
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.envelope import Event


def seat(
    session: Session, occasion: Occasion, members: Sequence[Registration], *, is_new: bool
) -> list[Event]:
    """Give the members of a waiting party their places; returns what to tell.

    The caller holds the occasion and knows that there is room. Newcomers never get an offer, and
    of them only the request to their manager is told here.
    """
    occasion.waiting_count -= len(members)
    told: list[Event] = []
    for member in members:
        member.status = _status(occasion, member, is_new)
        if member.status == "confirmed":
            occasion.confirmed_count += 1
        else:
            occasion.held_count += 1
            member.held_until = deadline(occasion, member.status)
        if not is_new:
            member.version += 1
            told.append(seated(member))
        if member.status == "held":
            told += request_approval(member)
    if members[0].party_id and not is_new:
        told.append(group_moved_up(session, members[0].party_id))
    return told


def confirm(occasion: Occasion, registration: Registration) -> None:
    """Turn an offered or held place into one that counts."""
    registration.status = "confirmed"
    registration.held_until = None
    registration.version += 1
    occasion.held_count -= 1
    occasion.confirmed_count += 1


def must_be_approved(occasion: Any, approver_id: Any) -> bool:
    """Whether a manager is asked: whoever registered before the rule was made named none."""
    return bool(occasion.needs_approval and approver_id)


def deadline(occasion: Any, status: Status) -> datetime:
    """When an offered or held place is given to the next; at the start at the latest."""
    hours = occasion.offer_hours if status == "offered" else occasion.approval_hours
    end: datetime = min(clock.now() + timedelta(hours=hours), occasion.starts_at)
    return end


def request_approval(registration: Any) -> list[Event]:
    """Make the manager's link for a held place; a place without a name is asked for when it gets one."""
    if registration.participant_id is None or registration.approver_id is None:
        return []
    token = new_token()
    registration.approval_token_hash = fingerprint(token)
    asked: Event = events.ApprovalRequested(
        registration.id,
        version=registration.version,
        contact_id=registration.approver_id,
        participant_contact_id=registration.participant_id,
        workplace=registration.workplace,
        role=registration.role,
        occasion_id=registration.occasion_id,
        token=token,
        expires_at=registration.held_until,
    )
    return [asked]


def seated(registration: Registration) -> Event:
    """What tells that somebody from the queue got a place, or the offer of one."""
    state = registration_state(registration)
    if registration.status == "confirmed":
        moved: Event = events.ParticipantMovedUp(registration.id, version=registration.version, **state)
        return moved
    kind = events.PlaceOffered if registration.status == "offered" else events.PlaceHeld
    told: Event = kind(
        registration.id, version=registration.version, expires_at=registration.held_until, **state
    )
    return told


def group_moved_up(session: Session, party_id: Any) -> Event:
    """What tells the booker that the whole group got its places, or the offer of them."""
    party = session.get_one(Party, party_id, populate_existing=True)
    party.version += 1
    told: Event = events.GroupMovedUp(party.id, version=party.version, **group_state(session, party))
    return told


def group_state(session: Session, party: Party, first_position: int | None = None) -> dict[str, Any]:
    """What the group events say of a group: its living members in their order."""
    members = living_members(session, party.id)
    return {
        "occasion_id": party.occasion_id,
        "contact_id": party.booker_id,
        "expires_at": min((item.held_until for item in members if item.held_until), default=None),
        "members": [
            {
                "registration_id": member.id,
                "contact_id": member.participant_id,
                "status": member.status,
                "position": None if first_position is None else first_position + index,
            }
            for index, member in enumerate(members)
        ],
    }


def living_members(session: Session, party_id: Any) -> list[Registration]:
    """The registrations of a group that are not cancelled, in their order."""
    found = (
        sa.select(Registration)
        .where(Registration.party_id == party_id, Registration.status != "cancelled")
        .order_by(Registration.queue_number)
        .execution_options(populate_existing=True)  # whoever read them before the lock may be wrong
    )
    return list(session.scalars(found))


def _status(occasion: Occasion, member: Registration, is_new: bool) -> Status:
    if must_be_approved(occasion, member.approver_id):
        return "held"
    return "offered" if occasion.queue_policy == "offer" and not is_new else "confirmed"
