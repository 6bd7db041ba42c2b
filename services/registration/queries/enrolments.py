"""The office's list of who is registered on an occasion: searched, sorted and paged by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.registration.models import Attendance, Need, Participant, Party, Registration, Status
from services.registration.problems import RegistrationNotFound
from services.registration.queries.catalogue import Page
from services.registration.queries.folding import as_folded, by_name, folded

SIZE = 50
MOST = 20_000  # more than any occasion has
LIVING: tuple[Status, ...] = ("confirmed", "held", "offered", "waiting")
_ORDER = (*LIVING, "cancelled")
_booker, _someone = aliased(Participant), aliased(Participant)


@dataclass(frozen=True)
class Enrolment:
    """One line of the list; an unnamed place has no person, a protected one no name or address."""

    id: UUID
    status: Status
    position: int | None
    contact_id: UUID | None
    name: str | None
    given_name: str | None
    family_name: str | None
    email: str | None
    is_protected: bool
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
    booker: str | None
    registered_at: datetime
    held_until: datetime | None
    cancelled_by: str | None
    attended: int

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
    return Page([_enrolment(*row) for row in rows], total, number, size)


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


def count_attending(session: Session, occasion_id: UUID) -> int:
    """How many were present at one session at least."""
    there = sa.exists().where(Attendance.registration_id == Registration.id)
    theirs = (Registration.occasion_id == occasion_id, Registration.status == "confirmed", there)
    return session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*theirs)) or 0


def _lines(occasion_id: UUID) -> Any:
    queue = (
        sa.select(
            Registration.id,
            sa.func.row_number().over(order_by=Registration.queue_number).label("position"),
        )
        .where(Registration.occasion_id == occasion_id, Registration.status == "waiting")
        .subquery()
    )
    members = (
        sa.select(Registration.party_id, sa.func.count().label("size"))
        .where(Registration.occasion_id == occasion_id, Registration.status != "cancelled")
        .group_by(Registration.party_id)
        .subquery()
    )
    attended = (
        sa.select(sa.func.count())
        .where(Attendance.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )
    return (
        sa.select(Registration, Participant, Need.text, attended, queue.c.position, members.c.size, _booker)
        .outerjoin(Participant, Participant.id == Registration.participant_id)
        .outerjoin(Need, Need.registration_id == Registration.id)
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


def _enrolment(
    row: Registration,
    person: Participant | None,
    needs: str | None,
    attended: int,
    position: int | None,
    group_size: int | None,
    booker: Participant | None,
) -> Enrolment:
    is_shown = person is not None and not person.is_protected and person.erased_at is None
    return Enrolment(
        id=row.id,
        status=row.status,
        position=position,
        contact_id=row.participant_id,
        name=person.shown_name if person else None,
        given_name=person.given_name if person and is_shown else None,
        family_name=person.family_name if person and is_shown else None,
        email=person.shown_email if person else None,
        is_protected=bool(person and person.is_protected),
        municipality=row.municipality,
        district=row.district,
        workplace=row.workplace,
        employer=row.employer,
        side=row.side,
        role=row.role,
        needs=needs or "",
        note=row.note,
        organisation_number=row.organisation_number,
        invoice_reference=row.invoice_reference,
        group_id=row.party_id,
        group_size=group_size or 0,
        booker=booker.shown_name if booker else None,
        registered_at=row.registered_at,
        held_until=row.held_until,
        cancelled_by=row.cancelled_by,
        attended=attended,
    )
