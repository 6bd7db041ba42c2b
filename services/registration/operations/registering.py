"""Registering a participant: the one path that must be both right and quick."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Need, Occasion, Registration, Status
from services.registration.operations.participants import remember_participant
from services.registration.operations.states import FACTS, registration_state
from services.registration.problems import (
    AlreadyRegistered,
    OccasionNotFound,
    RegistrationIsClosed,
    WaitingListIsFull,
)
from shared import clock, events
from shared.db import insert_for
from shared.ids import new_id
from shared.outbox import emit

_occasions = cast(sa.Table, Occasion.__table__)
_registrations = cast(sa.Table, Registration.__table__)

_LOCK = (
    sa.select(
        *(
            _occasions.c[name]
            for name in (
                "id",
                "state",
                "places",
                "waiting_places",
                "closes_at",
                "starts_at",
                "confirmed_count",
                "waiting_count",
                "last_queue_number",
            )
        )
    )
    .where(_occasions.c.id == sa.bindparam("occasion_id"))
    .with_for_update()
)
_COUNT = {
    status: sa.update(_occasions)
    .where(_occasions.c.id == sa.bindparam("occasion_id"))
    .values({counter: counter + 1, _occasions.c.last_queue_number: sa.bindparam("number")})
    for status, counter in (
        ("confirmed", _occasions.c.confirmed_count),
        ("waiting", _occasions.c.waiting_count),
    )
}


@dataclass(frozen=True)
class Receipt:
    """What somebody who registered is told; the token is the key to the registration, and told only once."""

    id: UUID
    status: Status
    position: int | None
    token: str


def register_participant(session: Session, occasion_id: UUID, new: Mapping[str, Any]) -> Receipt:
    """Give a participant a place, or the last place in the queue.

    Written in plain statements, six at most, since courses open to many people at once.
    Raises OccasionNotFound, RegistrationIsClosed, WaitingListIsFull, AlreadyRegistered.
    """
    occasion = _lock(session, occasion_id)
    contact_id, contact_changed = remember_participant(session, new)
    status, position = _place(occasion)
    token = secrets.token_urlsafe(24)
    registration = SimpleNamespace(
        id=new_id(),
        occasion_id=occasion_id,
        participant_id=contact_id,
        status=status,
        queue_number=occasion.last_queue_number + 1,
        version=1,
        workplace=new["workplace"],
        manage_token_hash=token_hash(token),
        registered_at=clock.now(),
        **{fact: new.get(fact) for fact in FACTS},
    )
    _insert(session, registration, new.get("needs"))
    _count(session, registration)
    state = registration_state(registration, position)
    emit(
        session,
        events.ParticipantRegistered(registration.id, version=1, **state),
        *contact_changed,
        events.ManageLinkIssued(registration.id, version=1, contact_id=contact_id, token=token),
    )
    return Receipt(registration.id, status, position, token)


def token_hash(token: str) -> str:
    """What the database keeps of a manage token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _lock(session: Session, occasion_id: UUID) -> Any:
    occasion = session.execute(_LOCK, {"occasion_id": occasion_id}).one_or_none()
    if occasion is None or occasion.state == "draft":
        raise OccasionNotFound()
    if occasion.state != "published" or (occasion.closes_at or occasion.starts_at) <= clock.now():
        raise RegistrationIsClosed()
    return occasion


def _place(occasion: Any) -> tuple[Status, int | None]:
    # Whoever waits already goes first, even when a place is free.
    if occasion.confirmed_count < occasion.places and occasion.waiting_count == 0:
        return "confirmed", None
    if occasion.waiting_places is not None and occasion.waiting_count >= occasion.waiting_places:
        raise WaitingListIsFull()
    return "waiting", occasion.waiting_count + 1


def _insert(session: Session, registration: SimpleNamespace, needs: str | None) -> None:
    statement = _insertion(session.get_bind().dialect.name)
    # RETURNING tells whether the row is new: the same person cannot have two living ones.
    if session.execute(statement, vars(registration)).one_or_none() is None:
        raise AlreadyRegistered()
    if needs:
        session.execute(sa.insert(Need).values(registration_id=registration.id, text=needs))


@cache
def _insertion(dialect: str) -> Any:
    return insert_for(dialect, _registrations).on_conflict_do_nothing().returning(_registrations.c.id)


def _count(session: Session, registration: SimpleNamespace) -> None:
    number = {"occasion_id": registration.occasion_id, "number": registration.queue_number}
    session.execute(_COUNT[registration.status], number)
