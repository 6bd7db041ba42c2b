"""Registering a participant: the one path that must be both right and quick."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Activity, Need, Occasion, Registration, Status
from services.registration.operations.addresses import check_addresses
from services.registration.operations.admitting import admit
from services.registration.operations.caveats import Candidate, Caveat, Rules, check_candidates
from services.registration.operations.managers import check_manager, manager_to_ask
from services.registration.operations.participants import remember_participants
from services.registration.operations.queue import move_up
from services.registration.operations.seating import deadline, request_approval
from services.registration.operations.states import FACTS, registration_state
from services.registration.operations.tokens import new_token
from services.registration.problems import (
    AlreadyRegistered,
    NeedsConfirmation,
    OccasionNotFound,
    PersonIsRegistered,
    RegistrationIsClosed,
    WaitingListIsFull,
)
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.db import UtcDateTime, insert_for
from shared.envelope import Event
from shared.ids import new_id
from shared.outbox import emit, emit_with

_activities = cast(sa.Table, Activity.__table__)
_occasions = cast(sa.Table, Occasion.__table__)
_registrations = cast(sa.Table, Registration.__table__)

INVOICE = ("organisation_number", "invoice_reference")

_has_shares = sa.and_(
    _occasions.c.share_limit.is_not(None),
    sa.or_(
        _occasions.c.share_until.is_(None),
        _occasions.c.share_until > sa.bindparam("now", type_=UtcDateTime),
    ),
)
_has_place = sa.and_(
    _occasions.c.confirmed_count + _occasions.c.held_count < _occasions.c.places,
    _occasions.c.waiting_count == 0,  # whoever waits already goes first, even when a place is free
    sa.not_(_has_shares),  # by the share of the municipality, which only a walk of the queue knows
)
_is_held = sa.and_(_occasions.c.needs_approval, sa.bindparam("has_manager", type_=sa.Boolean))


def _one_if(condition: sa.ColumnElement[bool]) -> sa.Cast[int]:
    return sa.cast(condition, sa.Integer)  # without a parameter for each number


def _rule(name: str) -> sa.Label[Any]:
    """A rule of the occasion's activity, which RETURNING gives along without a statement of its own."""
    rule = sa.select(_activities.c[name]).where(_activities.c.id == _occasions.c.activity_id)
    return rule.correlate(_occasions).scalar_subquery().label(name)


# One statement locks the occasion, counts the newcomer and tells what the row says now.
_TAKE_A_NUMBER = (
    sa.update(_occasions)
    .where(_occasions.c.id == sa.bindparam("occasion_id"))
    .values(
        {
            _occasions.c.confirmed_count: _occasions.c.confirmed_count
            + _one_if(sa.and_(_has_place, sa.not_(_is_held))),
            _occasions.c.held_count: _occasions.c.held_count + _one_if(sa.and_(_has_place, _is_held)),
            _occasions.c.waiting_count: _occasions.c.waiting_count + _one_if(sa.not_(_has_place)),
            _occasions.c.last_queue_number: _occasions.c.last_queue_number + 1,
        }
    )
    .returning(
        *(
            _occasions.c[name]
            for name in (
                "id",
                "state",
                "closes_at",
                "starts_at",
                "ends_at",
                "places",
                "confirmed_count",
                "held_count",
                "waiting_places",
                "waiting_count",
                "last_queue_number",
                "allow_passing",
                "needs_approval",
                "approval_hours",
                "share_limit",
            )
        ),
        *(_rule(name) for name in ("target_roles", "target_rule", "prerequisite_id")),
    )
)


@dataclass(frozen=True)
class Receipt:
    """What somebody who registered is told; the token is the key to the registration, and told only once."""

    id: UUID
    status: Status
    position: int | None
    token: str
    warnings: tuple[Caveat, ...] = ()


def register_participant(
    session: Session,
    occasion_id: UUID,
    new: Mapping[str, Any],
    *,
    accept_warnings: bool = True,
    by_office: bool = False,
) -> Receipt:
    """Give a participant a place, or the last place in the queue; the office may until the occasion ends.

    Few plain statements, since courses open to many people at once: most often three or four.
    Raises OccasionNotFound, RegistrationIsClosed, WaitingListIsFull, AlreadyRegistered, ManagerIsNeeded,
    NotForThisRole, PrerequisiteIsMissing, NeedsConfirmation.
    """
    manager = manager_to_ask(session, occasion_id, new, by_office)
    people = [new, manager] if manager else [new]
    # Before the occasion is locked: the fewer statements under the lock, the more people get through.
    them, *asked = found = remember_participants(session, people)
    noticed = check_addresses(session, people, found)
    occasion = _take_a_number(session, occasion_id, has_manager=bool(asked), by_office=by_office)
    check_manager(occasion, asked, by_office)
    accepts = {"accept_warnings": accept_warnings, "by_office": by_office}
    candidate = Candidate(them.contact_id, them.is_new, new["role"])
    warnings = _check(session, occasion, candidate, noticed, **accepts)
    token, approver_id = new_token(), asked[0].contact_id if asked and occasion.needs_approval else None
    registration = _registration(occasion, new, them.contact_id, approver_id, fingerprint(token))
    told = [event for each in found for event in each.told]
    if registration.status == "held":
        told += request_approval(registration)
    link = events.ManageLinkIssued(registration.id, version=1, contact_id=them.contact_id, token=token)
    position, refusal = None, _refusal(by_office)
    if registration.status == "waiting":  # there first: only then it is known where in the queue
        _insert(session, registration, refusal)
        registration, position, moved = _join_the_queue(session, occasion, registration)
        emit(session, _registered(registration, position), *told, *moved, link)
    else:
        _insert(session, registration, refusal, _registered(registration), *told, link)
    if new.get("needs"):
        session.execute(sa.insert(Need).values(registration_id=registration.id, text=new["needs"]))
    return Receipt(registration.id, registration.status, position, token, warnings)


def _take_a_number(session: Session, occasion_id: UUID, *, has_manager: bool, by_office: bool) -> Any:
    now = clock.now()
    given = {"occasion_id": occasion_id, "has_manager": has_manager, "now": now}
    occasion = session.connection().execute(_TAKE_A_NUMBER, given).one_or_none()
    if occasion is None or occasion.state == "draft":
        raise OccasionNotFound()
    last = occasion.ends_at if by_office else occasion.closes_at or occasion.starts_at
    if occasion.state != "published" or last <= now:
        raise RegistrationIsClosed()
    return occasion


def _check(
    session: Session, occasion: Any, candidate: Candidate, noticed: tuple[Caveat, ...], **accepts: bool
) -> tuple[Caveat, ...]:
    rules = Rules(occasion.id, occasion.target_roles, occasion.target_rule, occasion.prerequisite_id)
    try:
        return check_candidates(session, rules, [candidate], noticed=noticed, **accepts)
    except NeedsConfirmation:
        # Whoever is registered already need not be asked.
        admit(session, occasion.id, [candidate], _refusal(accepts["by_office"]))
        raise


def _refusal(by_office: bool) -> type[AlreadyRegistered]:
    return PersonIsRegistered if by_office else AlreadyRegistered


def _registration(
    occasion: Any, new: Mapping[str, Any], contact_id: UUID, approver_id: UUID | None, manage_hash: str
) -> Any:
    status: Status = "held" if approver_id else "confirmed"
    if occasion.waiting_count:  # somebody new in the queue is counted there
        status = "waiting"
    return SimpleNamespace(
        id=new_id(),
        occasion_id=occasion.id,
        participant_id=contact_id,
        party_id=None,
        status=status,
        queue_number=occasion.last_queue_number,
        version=1,
        workplace=new["workplace"],
        manage_token_hash=manage_hash,
        registered_at=clock.now(),
        held_until=deadline(occasion, status) if status == "held" else None,
        approver_id=approver_id,
        approval_token_hash=None,
        had_place=False,
        note="",
        **{name: new.get(name) for name in (*FACTS, *INVOICE)},
    )


def _join_the_queue(session: Session, row: Any, registration: Any) -> tuple[Any, int | None, list[Event]]:
    """Where somebody at the tail of the queue ends up, and what to tell of it. Raises WaitingListIsFull.

    Only shares and passing can seat the tail: else whoever stands before it would have been seated.
    """
    if registration.status != "waiting":
        return registration, None, []
    has_room = row.confirmed_count + row.held_count < row.places
    waiting, told = row.waiting_count, []
    if has_room and (row.share_limit is not None or row.allow_passing):
        occasion = session.get_one(Occasion, row.id, populate_existing=True)
        told = move_up(session, occasion, {registration.id})
        registration = session.get_one(Registration, registration.id)
        if registration.status != "waiting":
            return registration, None, told
        waiting = occasion.waiting_count
    is_full = row.waiting_places is not None and waiting > row.waiting_places
    if is_full or row.starts_at <= clock.now():  # the office may come later, but no queue moves then
        raise WaitingListIsFull()
    return registration, waiting, told


def _registered(registration: Any, position: int | None = None) -> Event:
    state = registration_state(registration, position)
    told: Event = events.ParticipantRegistered(registration.id, version=1, **state)
    return told


def _insert(session: Session, registration: Any, refusal: type[AlreadyRegistered], *told: Event) -> None:
    row = vars(registration)
    insertion = _insertion(session.get_bind().dialect.name, tuple(row))
    if not emit_with(session, insertion, row, *told):
        raise refusal()  # the same person cannot have two living ones


@cache
def _insertion(dialect: str, names: tuple[str, ...]) -> Any:
    # With its parameters named: within another statement it would not be given those of the execution.
    given = {name: sa.bindparam(name, type_=_registrations.c[name].type) for name in names}
    insertion = insert_for(dialect, _registrations).values(given)
    return insertion.on_conflict_do_nothing().returning(_registrations.c.id)
