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

_has_place = sa.and_(
    _occasions.c.confirmed_count < _occasions.c.places,
    _occasions.c.waiting_count == 0,  # whoever waits already goes first, even when a place is free
)
# One statement locks the occasion, counts the newcomer and tells what the row says now.
_TAKE_A_NUMBER = (
    sa.update(_occasions)
    .where(_occasions.c.id == sa.bindparam("occasion_id"))
    .values(
        {
            _occasions.c.confirmed_count: _occasions.c.confirmed_count + sa.case((_has_place, 1), else_=0),
            _occasions.c.waiting_count: _occasions.c.waiting_count + sa.case((_has_place, 0), else_=1),
            _occasions.c.last_queue_number: _occasions.c.last_queue_number + 1,
        }
    )
    .returning(
        *(
            _occasions.c[name]
            for name in (
                "state",
                "closes_at",
                "starts_at",
                "waiting_places",
                "waiting_count",
                "last_queue_number",
            )
        )
    )
)


@dataclass(frozen=True)
class Receipt:
    """What somebody who registered is told; the token is the key to the registration, and told only once."""

    id: UUID
    status: Status
    position: int | None
    token: str


def register_participant(session: Session, occasion_id: UUID, new: Mapping[str, Any]) -> Receipt:
    """Give a participant a place, or the last place in the queue.

    Written in plain statements, five at most, since courses open to many people at once.
    Raises OccasionNotFound, RegistrationIsClosed, WaitingListIsFull, AlreadyRegistered.
    """
    occasion = _take_a_number(session, occasion_id)
    status, position = _place(occasion)
    contact_id, contact_changed = remember_participant(session, new)
    token = secrets.token_urlsafe(24)
    registration = SimpleNamespace(
        id=new_id(),
        occasion_id=occasion_id,
        participant_id=contact_id,
        status=status,
        queue_number=occasion.last_queue_number,
        version=1,
        workplace=new["workplace"],
        manage_token_hash=token_hash(token),
        registered_at=clock.now(),
        **{fact: new.get(fact) for fact in FACTS},
    )
    _insert(session, registration, new.get("needs"))
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


def _take_a_number(session: Session, occasion_id: UUID) -> Any:
    occasion = session.connection().execute(_TAKE_A_NUMBER, {"occasion_id": occasion_id}).one_or_none()
    if occasion is None or occasion.state == "draft":
        raise OccasionNotFound()
    if occasion.state != "published" or (occasion.closes_at or occasion.starts_at) <= clock.now():
        raise RegistrationIsClosed()
    return occasion


def _place(occasion: Any) -> tuple[Status, int | None]:
    if occasion.waiting_count == 0:  # somebody new in the queue would be counted there
        return "confirmed", None
    if occasion.waiting_places is not None and occasion.waiting_count > occasion.waiting_places:
        raise WaitingListIsFull()
    return "waiting", occasion.waiting_count


def _insert(session: Session, registration: SimpleNamespace, needs: str | None) -> None:
    statement = _insertion(session.get_bind().dialect.name)
    # RETURNING tells whether the row is new: the same person cannot have two living ones.
    if session.connection().execute(statement, vars(registration)).one_or_none() is None:
        raise AlreadyRegistered()
    if needs:
        session.execute(sa.insert(Need).values(registration_id=registration.id, text=needs))


@cache
def _insertion(dialect: str) -> Any:
    return insert_for(dialect, _registrations).on_conflict_do_nothing().returning(_registrations.c.id)
