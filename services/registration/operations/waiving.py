"""Letting a charge go: it stays on the list with its reason, and is no line of the invoice basis."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Registration
from services.registration.problems import NothingIsWaived, RegistrationNotFound
from services.registration.queries.charges import Charge, find_charge
from shared.audit import note


def waive_charge(session: Session, registration_id: UUID, reason: str) -> Charge:
    """Let a charge go, for a reason; the same reason again changes nothing.

    Raises RegistrationNotFound, NothingIsCharged.
    """
    registration = _locked(session, registration_id)
    charge = find_charge(session, registration_id)
    if registration.waiver_reason == reason:
        return charge
    registration.waiver_reason = reason
    session.flush()
    note(session, "charge.waived", registration_id, reason=reason, kronor=charge.amount)
    return find_charge(session, registration_id)


def charge_after_all(session: Session, registration_id: UUID) -> Charge:
    """Charge again what was let go. Raises RegistrationNotFound, NothingIsCharged, NothingIsWaived."""
    registration = _locked(session, registration_id)
    find_charge(session, registration_id)
    if registration.waiver_reason is None:
        raise NothingIsWaived()
    registration.waiver_reason = None
    session.flush()
    charge = find_charge(session, registration_id)
    note(session, "charge.restored", registration_id, kronor=charge.amount)
    return charge


def _locked(session: Session, registration_id: UUID) -> Registration:
    found = session.get(Registration, registration_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise RegistrationNotFound()
    return found
