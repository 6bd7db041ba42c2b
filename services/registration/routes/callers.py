"""Who acts on a registration or a group: the office, or whoever holds its link."""

from typing import Literal
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.registration import operations
from services.registration.models import SignIn
from services.registration.participant_session import session_of
from services.registration.problems import SignInHasEnded
from services.registration.queries.held import find_persons_registration
from shared.web import staff

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


def visitor() -> SignIn:
    """Whoever has signed in by a link, and sends the token that it gave. Raises SignInHasEnded."""
    known = session_of(_bearer())
    if known is None:
        raise SignInHasEnded(headers={"WWW-Authenticate": 'Bearer realm="kursforum"'})
    return known


def _bearer() -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
