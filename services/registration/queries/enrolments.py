"""The office's list of who is registered on an occasion: searched, sorted and paged by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.registration.models import (
    Attendance,
    Need,
    Participant,
    Party,
    Registration,
    Status,
    TroubledAddress,
)
from services.registration.models.registration import shown_name
from services.registration.problems import RegistrationNotFound
from services.registration.queries.catalogue import Page
from services.registration.queries.folding import as_folded, by_name, folded
from services.registration.queries.reachability import is_unreached

SIZE = 50
MOST = 20_000  # more than any occasion has
LIVING: tuple[Status, ...] = ("confirmed", "held", "offered", "waiting")
_ORDER = (*LIVING, "cancelled")
_booker, _someone = aliased(Participant), aliased(Participant)


class Enrolment(NamedTuple):
    """One line of the list; an unnamed place has no person, a protected one no name or address."""

    name: str | None
    given_name: str | None
    family_name: str | None
    email: str | None
    is_protected: bool
    booker: str | None
    # From here on as `_lines` has its columns.
    id: UUID
    status: Status
    position: int | None
    contact_id: UUID | None
    municipality: str
    district: str | None
    workplace: str
    employer: str
    side: str
    role: str
    needs: str
    note: str
    organisation_number: str | None
    invoice_reference: str | None
    group_id: UUID | None
    group_size: int
    registered_at: datetime
    held_until: datetime | None
    cancelled_by: str | None
    attended: int
    mail_trouble: str | None  # why no mail reaches the person: bounced or stopped

    @property
    def party_id(self) -> UUID | None:
        """The group, by the registration's own word for it."""
        return self.group_id


@dataclass(frozen=True, kw_only=True)
class EnrolmentCriteria:
    """Which registrations are wanted, and in which order."""

    statuses: Sequence[Status] = ()
    q: str = ""
    group: UUID | None = None
    ids: Sequence[UUID] = ()
    unreached: bool = False  # only those who are not reached by mail
    sort: str = "status"


_rank = sa.case({status: number for number, status in enumerate(_ORDER)}, value=Registration.status)
_queue = sa.case((Registration.status == "waiting", Registration.queue_number), else_=0)
_named = by_name(Participant)
# A group stands together where its booker's name belongs.
_is_alone = Registration.party_id.is_(None)
_firsts = [
    sa.case((_is_alone, own), else_=bookers) for own, bookers in zip(_named, by_name(_booker), strict=True)
]
_together = (*_firsts, Registration.party_id, *_named)

_attended = (
    sa.select(sa.func.count())
    .where(Attendance.registration_id == Registration.id)
    .correlate(Registration)
    .scalar_subquery()
)

# What the list may be sorted by; a leading minus turns the first column.
SORTS: Mapping[str, tuple[Any, ...]] = {
    "status": (_rank, _queue, *_together),
    "name": _named,
    "workplace": (folded(Registration.workplace), *_named),
    "municipality": (Registration.municipality, Registration.district, *_named),
    "role": (Registration.role, *_named),
    "registered_at": (Registration.queue_number,),
}


def find_enrolments(
    session: Session, occasion_id: UUID, criteria: EnrolmentCriteria, number: int = 1, size: int = SIZE
) -> Page[Enrolment]:
    """One page of the registrations that fit."""
    narrowed = _narrow(sa.select(Registration.id), occasion_id, criteria)
    total = session.scalar(sa.select(sa.func.count()).select_from(narrowed.subquery())) or 0
    first, *rest = SORTS[criteria.sort.removeprefix("-")]
    order = first.desc() if criteria.sort.startswith("-") else first
    lines = _narrow(_lines(occasion_id), occasion_id, criteria)
    lines = lines.order_by(order, *rest, Registration.queue_number)
    rows = session.execute(lines.limit(size).offset((number - 1) * size))
    return Page([_enrolment(row) for row in rows], total, number, size)


def list_enrolments(session: Session, occasion_id: UUID, **wanted: Any) -> Sequence[Enrolment]:
    """The whole list, for a file."""
    return find_enrolments(session, occasion_id, EnrolmentCriteria(**wanted), size=MOST).items


def find_enrolment(session: Session, registration_id: UUID) -> tuple[Enrolment, UUID]:
    """One line with the occasion that it belongs to. Raises RegistrationNotFound."""
    occasion_id = session.scalar(
        sa.select(Registration.occasion_id).where(Registration.id == registration_id)
    )
    if occasion_id is None:
        raise RegistrationNotFound()
    return list_enrolments(session, occasion_id, ids=[registration_id])[0], occasion_id


def count_by_status(session: Session, occasion_id: UUID) -> dict[str, int]:
    """How many registrations an occasion has of each status."""
    counted = sa.select(Registration.status, sa.func.count()).where(Registration.occasion_id == occasion_id)
    return dict(session.execute(counted.group_by(Registration.status)).all())


def count_named(session: Session, occasion_id: UUID, statuses: Sequence[Status]) -> int:
    """How many with one of these statuses can be written to: an unnamed place has nobody yet."""
    theirs = (
        Registration.occasion_id == occasion_id,
        Registration.status.in_(statuses),
        Registration.participant_id.is_not(None),
    )
    return session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*theirs)) or 0


def count_unreached(session: Session, occasion_id: UUID) -> int:
    """How many of the living registrations belong to somebody whom no mail reaches."""
    theirs = Registration.occasion_id == occasion_id, Registration.status != "cancelled", is_unreached()
    return session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*theirs)) or 0


def count_attending(session: Session, occasion_id: UUID) -> int:
    """How many were present at one session at least."""
    there = sa.exists().where(Attendance.registration_id == Registration.id)
    theirs = (Registration.occasion_id == occasion_id, Registration.status == "confirmed", there)
    return session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*theirs)) or 0


def _members(occasion_id: UUID) -> Any:
    return (
        sa.select(Registration.party_id, sa.func.count().label("size"))
        .where(Registration.occasion_id == occasion_id, Registration.status != "cancelled")
        .group_by(Registration.party_id)
        .subquery()
    )


def _lines(occasion_id: UUID) -> Any:
    queue = (
        sa.select(
            Registration.id,
            sa.func.row_number().over(order_by=Registration.queue_number).label("position"),
        )
        .where(Registration.occasion_id == occasion_id, Registration.status == "waiting")
        .subquery()
    )
    members = _members(occasion_id)
    return (
        # Columns one by one: to make objects of ten thousand rows takes longer than to find them.
        sa.select(
            *_person(Participant),
            *_person(_booker),
            *(Registration.id, Registration.status, queue.c.position, Registration.participant_id),
            *(Registration.municipality, Registration.district, Registration.workplace),
            *(Registration.employer, Registration.side, Registration.role),
            *(sa.func.coalesce(Need.text, ""), Registration.note),
            *(Registration.organisation_number, Registration.invoice_reference),
            *(Registration.party_id, sa.func.coalesce(members.c.size, 0)),
            *(Registration.registered_at, Registration.held_until, Registration.cancelled_by),
            *(_attended, TroubledAddress.reason),
        )
        .select_from(Registration)
        .outerjoin(Participant, Participant.id == Registration.participant_id)
        .outerjoin(Need, Need.registration_id == Registration.id)
        .outerjoin(TroubledAddress, TroubledAddress.contact_id == Registration.participant_id)
        .outerjoin(queue, queue.c.id == Registration.id)
        .outerjoin(members, members.c.party_id == Registration.party_id)
        .outerjoin(Party, Party.id == Registration.party_id)
        .outerjoin(_booker, _booker.id == Party.booker_id)
    )


def _narrow(query: Any, occasion_id: UUID, criteria: EnrolmentCriteria) -> Any:
    query = query.where(Registration.occasion_id == occasion_id)
    if criteria.statuses:
        query = query.where(Registration.status.in_(criteria.statuses))
    if criteria.group:
        query = query.where(Registration.party_id == criteria.group)
    if criteria.ids:
        query = query.where(Registration.id.in_(criteria.ids))
    if criteria.unreached:
        query = query.where(Registration.status != "cancelled", is_unreached())
    whole = " ".join(criteria.q.casefold().split())
    for word in whole.split():
        query = query.where(_has(word, whole))
    return query


def _has(word: str, whole: str) -> Any:
    """Whether a word is in the workplace, the name or the address; a protected name is found only whole."""
    theirs = sa.or_(
        _someone.name_key.contains(word, autoescape=True),
        _someone.email_key.contains(word, autoescape=True),
    )
    known = sa.or_(_someone.name_key == whole, _someone.email_key == whole)
    named = sa.select(_someone.id).where(
        _someone.id == Registration.participant_id,
        sa.or_(sa.and_(_someone.is_protected.is_(False), theirs), known),
    )
    at_work = folded(Registration.workplace).contains(as_folded(word), autoescape=True)
    return sa.or_(at_work, named.correlate(Registration).exists())


def _person(person: Any) -> tuple[Any, ...]:
    return person.given_name, person.family_name, person.email, person.is_protected, person.erased_at


def _enrolment(row: Sequence[Any]) -> Enrolment:
    given, family, email, is_protected, erased_at = row[:5]
    booker_given, booker_family, _email, *booker_is = row[5:10]
    booker = shown_name(booker_given, booker_family, *booker_is) if booker_given is not None else None
    if given is None:  # nobody is named yet
        return Enrolment(None, None, None, None, False, booker, *row[10:])
    name = shown_name(given, family, is_protected, erased_at)
    if is_protected or erased_at:
        return Enrolment(name, None, None, None, is_protected, booker, *row[10:])
    return Enrolment(name, given, family, email, is_protected, booker, *row[10:])
