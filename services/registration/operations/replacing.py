"""Passing a place on to a colleague: a new registration takes exactly the place of the old one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Need, Occasion, Registration
from services.registration.operations.addresses import check_addresses
from services.registration.operations.admitting import admit
from services.registration.operations.caveats import Candidate, Rules, check_candidates
from services.registration.operations.ending import EndedBy, end_registration
from services.registration.operations.locking import REASONS, locked_registration
from services.registration.operations.participants import remember_participant
from services.registration.operations.queue import position_of
from services.registration.operations.registering import INVOICE, Receipt
from services.registration.operations.seating import request_approval
from services.registration.operations.shares import SEATED, shares_of
from services.registration.operations.states import FACTS, registration_state
from services.registration.operations.tokens import new_token
from services.registration.problems import (
    AlreadyCancelled,
    NoPlaceToPassOn,
    OccasionHasBegun,
    ShareIsFull,
    StateDoesNotFit,
)
from shared import clock, events
from shared.audit import note
from shared.auth.tokens import fingerprint
from shared.ids import new_id
from shared.outbox import emit


def replace_participant(
    session: Session,
    registration_id: UUID,
    new: Mapping[str, Any],
    by: EndedBy = "participant",
    *,
    accept_warnings: bool = True,
) -> Receipt:
    """Let a colleague take the place, with the facts of the old registration where no others are given.

    In the queue only a group may do so, which keeps its size. Raises RegistrationNotFound, AlreadyCancelled,
    OccasionHasBegun, StateDoesNotFit, NoPlaceToPassOn, ShareIsFull, AlreadyRegistered, NotForThisRole,
    PrerequisiteIsMissing, NeedsConfirmation.
    """
    them = remember_participant(session, new)
    noticed = check_addresses(session, [new], [them])
    occasion, old = locked_registration(session, registration_id)
    _check(occasion, old)
    token = new_token()
    registration = _successor(old, new, them.contact_id, fingerprint(token))
    candidate = Candidate(them.contact_id, them.is_new, registration.role)
    admit(session, occasion.id, [candidate])
    accepts = {"accept_warnings": accept_warnings, "by_office": by == "coordinator"}
    warnings = check_candidates(session, Rules.of(occasion), [candidate], noticed=noticed, **accepts)
    check_share(session, occasion, old, registration.municipality)
    ended = _exchange(session, occasion, old, registration)
    position = position_of(session, registration)
    emit(
        session,
        ended,
        events.ParticipantRegistered(
            registration.id, version=1, **registration_state(registration, position)
        ),
        *them.told,
        events.ManageLinkIssued(registration.id, version=1, contact_id=them.contact_id, token=token),
        *(request_approval(registration) if registration.status == "held" else []),
    )
    if by == "coordinator":
        note(session, "registration.replaced", registration.id, replaces=str(old.id))
    return Receipt(registration.id, registration.status, position, token, warnings)


def check_share(session: Session, occasion: Occasion, registration: Registration, municipality: str) -> None:
    """Make sure that another municipality has room for a place that is taken. Raises ShareIsFull."""
    if municipality == registration.municipality or registration.status not in SEATED:
        return
    shares = shares_of(session, occasion)
    if shares and not shares.have_room([municipality]):
        raise ShareIsFull(errors={"municipality": [ShareIsFull.title]})


def _check(occasion: Occasion, old: Registration) -> None:
    if old.status == "cancelled":
        raise AlreadyCancelled()
    if occasion.state != "published":
        raise StateDoesNotFit(detail=REASONS[occasion.state])
    if occasion.has_begun:
        raise OccasionHasBegun()
    if old.status == "offered" or (old.status == "waiting" and old.party_id is None):
        raise NoPlaceToPassOn()


def _successor(old: Registration, new: Mapping[str, Any], contact_id: UUID, manage_hash: str) -> Registration:
    facts = {name: new.get(name) or getattr(old, name) for name in (*FACTS, *INVOICE, "workplace")}
    if new.get("municipality"):
        facts["district"] = new.get("district")
    return Registration(
        id=new_id(),
        occasion_id=old.occasion_id,
        participant_id=contact_id,
        party_id=old.party_id,
        status=old.status,
        queue_number=old.queue_number,
        version=1,
        manage_token_hash=manage_hash,
        registered_at=clock.now(),
        held_until=old.held_until,
        approver_id=old.approver_id,
        approved_at=old.approved_at,
        replaces_id=old.id,
        need=Need(text=new["needs"]) if new.get("needs") else None,
        **facts,
    )


def _exchange(session: Session, occasion: Occasion, old: Registration, new: Registration) -> Any:
    """End the old registration and count the new one in its place; returns what to tell."""
    ended = end_registration(occasion, old, "replacement")
    if new.status == "waiting":
        occasion.waiting_count += 1
    elif new.status == "confirmed":
        occasion.confirmed_count += 1
    else:
        occasion.held_count += 1
    # The old one steps back: two registrations of an occasion never have the same number.
    occasion.last_queue_number += 1
    old.queue_number = occasion.last_queue_number
    session.flush()
    session.add(new)
    session.flush()
    return ended
