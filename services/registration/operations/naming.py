"""Giving a place of a group its participant."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Need, Occasion, Registration
from services.registration.operations.addresses import check_addresses
from services.registration.operations.admitting import admit
from services.registration.operations.caveats import Candidate, Caveat, Rules, check_candidates
from services.registration.operations.locking import REASONS, locked_registration
from services.registration.operations.participants import remember_participant
from services.registration.operations.queue import position_of
from services.registration.operations.seating import request_approval
from services.registration.operations.states import registration_state
from services.registration.operations.tokens import new_token
from services.registration.problems import AlreadyCancelled, OccasionHasBegun, PlaceIsNamed, StateDoesNotFit
from shared import events
from shared.audit import note
from shared.auth.tokens import fingerprint
from shared.outbox import emit


def name_participant(
    session: Session,
    registration_id: UUID,
    person: Mapping[str, Any],
    by: str = "booker",
    *,
    accept_warnings: bool = True,
) -> tuple[Registration, tuple[Caveat, ...]]:
    """Put a person where the group had a place without a name; returns it with the accepted warnings.

    Raises RegistrationNotFound, AlreadyCancelled, PlaceIsNamed, StateDoesNotFit, AlreadyRegistered,
    NotForThisRole, PrerequisiteIsMissing, NeedsConfirmation; OccasionHasBegun but for coordinators.
    """
    them = remember_participant(session, person)
    noticed = check_addresses(session, [person], [them])
    occasion, registration = locked_registration(session, registration_id)
    _check(occasion, registration, by)
    registration.role = person.get("role") or registration.role
    candidate = Candidate(them.contact_id, them.is_new, registration.role)
    admit(session, occasion.id, [candidate])
    accepts = {"accept_warnings": accept_warnings, "by_office": by == "coordinator"}
    warnings = check_candidates(session, Rules.of(occasion), [candidate], noticed=noticed, **accepts)
    token = new_token()
    registration.participant_id = them.contact_id
    registration.manage_token_hash = fingerprint(token)
    registration.version += 1
    if person.get("needs"):
        registration.need = Need(text=person["needs"])
    state = registration_state(registration, position_of(session, registration))
    version = registration.version
    emit(
        session,
        events.ParticipantNamed(registration.id, version=version, **state),
        *them.told,
        events.ManageLinkIssued(registration.id, version=version, contact_id=them.contact_id, token=token),
        *(request_approval(registration) if registration.status == "held" else []),
    )
    if by == "coordinator":
        note(session, "registration.named", registration.id)
    return registration, warnings


def _check(occasion: Occasion, registration: Registration, by: str) -> None:
    if registration.status == "cancelled":
        raise AlreadyCancelled()
    if registration.participant_id is not None:
        raise PlaceIsNamed()
    if occasion.state != "published":
        raise StateDoesNotFit(detail=REASONS[occasion.state])
    if occasion.has_begun and by != "coordinator":
        raise OccasionHasBegun()
