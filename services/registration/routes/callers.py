"""Who acts: the office, a lecturer on own occasions, or whoever holds the link of a registration or group."""

from typing import Literal
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.registration import operations
from services.registration.models import CourseSession, SignIn
from services.registration.participant_session import session_of
from services.registration.problems import NotYourOccasion, SignInHasEnded
from services.registration.queries.catalogue import find_session
from services.registration.queries.held import find_persons_registration
from services.registration.queries.teaching import is_led_by
from shared.web import signed_in_staff, staff

Caller = Literal["participant", "booker", "coordinator"]


def caller_of(session: Session, registration_id: UUID, token: str | None) -> Caller:
    """Whether the caller is the office, the participant or the booker.

    Raises NotTheHolder; RegistrationNotFound for whoever has signed in.
    """
    if is_office():
        return "coordinator"
    proof = token or _bearer()
    known = session_of(proof) if "." in proof else None  # a link's secret has no dot
    if known:
        find_persons_registration(session, registration_id, known.email_key)
        return "participant"
    return operations.check_holder(session, registration_id, proof)


def booker_of(session: Session, party_id: UUID, token: str | None) -> Literal["booker", "coordinator"]:
    """Whether the caller is the office or the group's booker. Raises NotTheHolder."""
    if is_office():
        return "coordinator"
    operations.check_booker(session, party_id, token or _bearer())
    return "booker"


def is_office() -> bool:
    """Whether a coordinator or an administrator calls."""
    caller = staff()
    return caller is not None and caller.role in ("coordinator", "admin")


def is_lecturer() -> bool:
    """Whether a lecturer calls: own occasions only, and no more of their participants than the names."""
    return signed_in_staff().role == "lecturer"


def check_leads(session: Session, occasion_id: UUID) -> None:
    """Keep lecturers to the occasions that name them. Raises NotYourOccasion."""
    caller = signed_in_staff()
    if caller.role == "lecturer" and not is_led_by(session, occasion_id, caller.contact_id):
        raise NotYourOccasion()


def session_in_charge(session: Session, session_id: UUID) -> CourseSession:
    """A session whose attendance the caller may see and note. Raises SessionNotFound, NotYourOccasion."""
    found = find_session(session, session_id)
    check_leads(session, found.occasion_id)
    return found


def visitor() -> SignIn:
    """Whoever has signed in by a link, and sends the token that it gave. Raises SignInHasEnded."""
    known = session_of(_bearer())
    if known is None:
        raise SignInHasEnded(headers={"WWW-Authenticate": 'Bearer realm="kursforum"'})
    return known


def _bearer() -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
