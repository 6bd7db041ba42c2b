"""Changing a registration: the four facts, the workplace, needs, language and what the invoice says."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, Need, Occasion, Registration
from services.registration.operations.caveats import Candidate, Rules, check_candidates
from services.registration.operations.locking import locked_registration
from services.registration.operations.occasions import emit_completed
from services.registration.operations.queue import move_up, position_of
from services.registration.operations.registering import INVOICE
from services.registration.operations.replacing import check_share
from services.registration.operations.states import FACTS, registration_state
from services.registration.operations.telling import contact_changed
from services.registration.problems import AlreadyCancelled, FactsAreFrozen, ReasonIsNeeded
from shared import events
from shared.audit import note
from shared.envelope import Event
from shared.outbox import emit

_COLUMNS = (*FACTS, *INVOICE, "workplace")


def change_registration(
    session: Session, registration_id: UUID, change: Mapping[str, Any], by: str, reason: str | None = None
) -> Registration:
    """Change what is given; the facts freeze for the holder when the first session starts.

    From then on a coordinator corrects with a reason. Raises RegistrationNotFound, AlreadyCancelled,
    FactsAreFrozen, ReasonIsNeeded, NotForThisRole, ShareIsFull.
    """
    occasion, registration = locked_registration(session, registration_id)
    _check(session, occasion, registration, change, by, reason)
    changed = {name for name in _COLUMNS if name in change and change[name] != getattr(registration, name)}
    for name in changed:
        setattr(registration, name, change[name])
    if "needs" in change:
        _change_needs(registration, change["needs"])
    told = _change_language(registration, change.get("language"))
    if changed & set(FACTS):
        registration.version += 1
        state = registration_state(registration, position_of(session, registration))
        told.append(events.RegistrationChanged(registration.id, version=registration.version, **state))
        told += move_up(session, occasion)  # shares go by the municipality
    if told:
        emit(session, *told)
    if changed & set(FACTS) and occasion.state == "completed":
        _tell_completed_anew(session, occasion, registration)
    if by == "coordinator":
        note(session, "registration.changed", registration.id, reason=reason, fields=sorted(change))
    return registration


def _check(
    session: Session,
    occasion: Occasion,
    registration: Registration,
    change: Mapping[str, Any],
    by: str,
    reason: str | None,
) -> None:
    if registration.status == "cancelled":
        raise AlreadyCancelled()
    if occasion.has_begun and by != "coordinator":
        raise FactsAreFrozen()
    if occasion.has_begun and not reason:
        raise ReasonIsNeeded(errors={"reason": [ReasonIsNeeded.title]})
    if change.get("role", registration.role) != registration.role and by != "coordinator":
        candidate = Candidate(None, False, change["role"])
        check_candidates(session, Rules.of(occasion), [candidate], accept_warnings=True)
    check_share(session, occasion, registration, change.get("municipality", registration.municipality))


def _change_needs(registration: Registration, text: str) -> None:
    if not text:
        registration.need = None
    elif registration.need:
        registration.need.text = text
    else:
        registration.need = Need(text=text)


def _change_language(registration: Registration, language: str | None) -> list[Event]:
    person = registration.participant
    if person is None or language in (None, person.language):
        return []
    person.language = language or person.language
    person.version += 1
    return [contact_changed(person)]


def _tell_completed_anew(session: Session, occasion: Occasion, registration: Registration) -> None:
    if session.scalar(sa.select(sa.exists().where(Attendance.registration_id == registration.id))):
        occasion.version += 1
        emit_completed(session, occasion)
