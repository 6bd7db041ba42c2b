"""Registering several people in one go: all of them get places, or all wait, or none is registered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Need, Occasion, Party, Registration, Status
from services.registration.operations.addresses import check_addresses
from services.registration.operations.admitting import admit
from services.registration.operations.caveats import Candidate, Caveat, Rules, check_candidates
from services.registration.operations.locking import locked_occasion
from services.registration.operations.managers import check_manager, manager_to_ask
from services.registration.operations.participants import remember_participants
from services.registration.operations.queue import move_up
from services.registration.operations.registering import INVOICE
from services.registration.operations.seating import group_state
from services.registration.operations.shares import has_shares
from services.registration.operations.states import FACTS, registration_state
from services.registration.operations.tokens import new_token
from services.registration.problems import (
    GroupDoesNotFit,
    GroupIsTooLarge,
    OccasionNotFound,
    RegistrationIsClosed,
)
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.envelope import Event
from shared.ids import new_id
from shared.outbox import emit

NAMES = ("given_name", "family_name", "email")


@dataclass(frozen=True)
class Seat:
    """What became of one member of a group."""

    id: UUID
    status: Status
    position: int | None


@dataclass(frozen=True)
class GroupReceipt:
    """What the booker is told; the token is the key to the group, and told only once."""

    id: UUID
    token: str
    status: Status
    members: tuple[Seat, ...]
    warnings: tuple[Caveat, ...] = ()


def register_group(
    session: Session,
    occasion_id: UUID,
    new: Mapping[str, Any],
    *,
    accept_warnings: bool = True,
    by_office: bool = False,
) -> GroupReceipt:
    """Register a group whole, with the facts of its unit; a member without a name is named later.

    Raises OccasionNotFound, RegistrationIsClosed, GroupIsTooLarge, GroupDoesNotFit, ManagerIsNeeded,
    AlreadyRegistered, NotForThisRole, PrerequisiteIsMissing, NeedsConfirmation.
    """
    manager = manager_to_ask(session, occasion_id, new, by_office)
    people, told = _remember(session, new, manager)
    occasion = locked_occasion(session, occasion_id)
    _check_open(occasion, len(new["members"]), by_office)
    check_manager(occasion, manager, by_office)
    warnings = _check(session, occasion, new, people, accept_warnings, by_office)
    token = new_token()
    party = _party(occasion, people.booker_id, token)
    rows, tokens = _rows(occasion, party, new, people)
    session.add_all([party, *rows])
    occasion.waiting_count += len(rows)
    occasion.last_queue_number += len(rows)
    session.flush()
    told += move_up(session, occasion, {row.id for row in rows})
    first = _first_position(occasion, rows)
    seats = tuple(
        Seat(row.id, row.status, None if first is None else first + index) for index, row in enumerate(rows)
    )
    emit(
        session,
        events.GroupRegistered(party.id, version=1, **group_state(session, party, first)),
        *(_registered(row, seat) for row, seat in zip(rows, seats, strict=True)),
        *told,
        *(_link(row, secret) for row, secret in zip(rows, tokens, strict=True) if row.participant_id),
        events.GroupLinkIssued(party.id, version=1, contact_id=people.booker_id, token=token),
    )
    return GroupReceipt(party.id, token, rows[0].status, seats, warnings)


@dataclass(frozen=True)
class _People:
    """The contacts behind a group; of a member without a name None."""

    booker_id: UUID
    manager_id: UUID | None
    members: Sequence[tuple[UUID | None, bool]]
    noticed: tuple[Caveat, ...]


def _check_open(occasion: Occasion, size: int, by_office: bool) -> None:
    if occasion.state == "draft":
        raise OccasionNotFound()
    last = occasion.starts_at if by_office else occasion.registration_closes_at
    if occasion.state != "published" or last <= clock.now():
        raise RegistrationIsClosed()
    is_shared_to_the_start = has_shares(occasion) and (
        occasion.share_until is None or occasion.share_until >= occasion.starts_at
    )
    most = min(occasion.places, occasion.share_limit or 0) if is_shared_to_the_start else occasion.places
    if size > most:
        raise GroupIsTooLarge()


def _remember(
    session: Session, new: Mapping[str, Any], manager: Mapping[str, Any] | None
) -> tuple[_People, list[Event]]:
    booker = new["booker"]
    named = [(row, member) for row, member in enumerate(new["members"]) if member.get("email")]
    rows = [None, *([None] if manager else []), *(row for row, _member in named)]
    others = [*([manager] if manager else []), *(member for _row, member in named)]
    # Who is new gets mail in the booker's language, who is known in their own.
    spoken = {"language_if_new": booker.get("language") or "sv"}
    people = [booker, *(spoken | item for item in others)]
    found = remember_participants(session, people)
    noticed = check_addresses(session, people, found, rows)
    told = [event for them in found for event in them.told]
    contacts = iter([(them.contact_id, them.is_new) for them in found])
    booker_id, manager_id = next(contacts)[0], next(contacts)[0] if manager else None
    members = [next(contacts) if member.get("email") else (None, False) for member in new["members"]]
    return _People(booker_id, manager_id, members, noticed), told


def _check(
    session: Session,
    occasion: Occasion,
    new: Mapping[str, Any],
    people: _People,
    accept_warnings: bool,
    by_office: bool,
) -> tuple[Caveat, ...]:
    candidates = [
        Candidate(contact_id, is_new, member["role"], row)
        for row, ((contact_id, is_new), member) in enumerate(zip(people.members, new["members"], strict=True))
    ]
    admit(session, occasion.id, candidates)
    accepts = {"accept_warnings": accept_warnings, "by_office": by_office}
    return check_candidates(session, Rules.of(occasion), candidates, noticed=people.noticed, **accepts)


def _party(occasion: Occasion, booker_id: UUID, token: str) -> Party:
    return Party(
        id=new_id(),
        occasion_id=occasion.id,
        booker_id=booker_id,
        version=1,
        manage_token_hash=fingerprint(token),
        registered_at=clock.now(),
    )


def _rows(
    occasion: Occasion, party: Party, new: Mapping[str, Any], people: _People
) -> tuple[list[Registration], list[str]]:
    """The registrations as they join the tail of the queue, each with its own secret."""
    rows, tokens = [], []
    for index, (member, (contact_id, _is_new)) in enumerate(zip(new["members"], people.members, strict=True)):
        tokens.append(new_token())
        rows.append(
            Registration(
                id=new_id(),
                occasion_id=occasion.id,
                participant_id=contact_id,
                party_id=party.id,
                status="waiting",
                queue_number=occasion.last_queue_number + 1 + index,
                version=1,
                workplace=new["workplace"],
                manage_token_hash=fingerprint(tokens[-1]),
                registered_at=party.registered_at,
                approver_id=people.manager_id,
                need=Need(text=member["needs"]) if member.get("needs") else None,
                **{name: new.get(name) for name in (*FACTS, *INVOICE) if name != "role"},
                role=member["role"],
            )
        )
    return rows, tokens


def _first_position(occasion: Occasion, rows: Sequence[Registration]) -> int | None:
    """The place in the queue of the group's first member. Raises GroupDoesNotFit."""
    if rows[0].status != "waiting":
        return None
    if occasion.waiting_places is not None and occasion.waiting_count > occasion.waiting_places:
        raise GroupDoesNotFit()
    return occasion.waiting_count - len(rows) + 1


def _registered(row: Registration, seat: Seat) -> Event:
    state = registration_state(row, seat.position)
    told: Event = events.ParticipantRegistered(row.id, version=1, **state)
    return told


def _link(row: Registration, token: str) -> Event:
    told: Event = events.ManageLinkIssued(row.id, version=1, contact_id=row.participant_id, token=token)
    return told
