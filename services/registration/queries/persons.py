"""Finding persons: by name or address, each with what they take part in, and what they asked of us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Occasion, Participant, PersonAnswer, PersonRequest, Registration
from services.registration.operations.requests import ANSWERED_BY
from services.registration.problems import ExportIsNotReady, PersonNotFound, RequestNotFound
from services.registration.queries.catalogue import Page

PERSONS = 30


@dataclass(frozen=True)
class Answered:
    """A request and how far it has come: each service, and when it answered."""

    request: PersonRequest
    answers: Mapping[str, datetime | None]

    @property
    def id(self) -> UUID:
        """The request's id."""
        return self.request.id

    @property
    def kind(self) -> str:
        """Export or erasure."""
        return self.request.kind

    @property
    def requested_at(self) -> datetime:
        """When it was made."""
        return self.request.requested_at

    @property
    def is_complete(self) -> bool:
        """Whether every service has answered."""
        return all(self.answers.values())

    @property
    def services(self) -> list[dict[str, Any]]:
        """The answers as the API tells them."""
        return [{"service": name, "answered_at": at} for name, at in self.answers.items()]


def find_persons(session: Session, text: str, number: int = 1, size: int = PERSONS) -> Page[Participant]:
    """Persons whose name or address has every word, by name; the erased have neither, so they are not found.

    A protected identity is found by the whole name or address only: no list can be searched for them.
    """
    whole = " ".join(text.casefold().split())
    named = sa.or_(Participant.name_key == whole, Participant.email_key == whole)
    found = sa.select(Participant).where(Participant.erased_at.is_(None))
    found = found.where(sa.or_(Participant.is_protected.is_(False), named))
    for word in text.casefold().split():
        matches = Participant.name_key.contains(word, autoescape=True)
        in_address = Participant.email_key.contains(word, autoescape=True)
        found = found.where(sa.or_(matches, in_address))
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    order = (Participant.family_name, Participant.given_name, Participant.id)
    items = session.scalars(found.order_by(*order).limit(size).offset((number - 1) * size))
    return Page(items.all(), total, number, size)


def find_person(session: Session, contact_id: UUID) -> Participant:
    """One person. Raises PersonNotFound."""
    person = session.get(Participant, contact_id)
    if person is None:
        raise PersonNotFound()
    return person


def registrations_of(session: Session, contact_id: UUID) -> Sequence[tuple[Registration, Occasion]]:
    """What a person takes or took part in, the latest first."""
    rows = session.execute(
        sa.select(Registration, Occasion)
        .join(Occasion, Occasion.id == Registration.occasion_id)
        .where(Registration.participant_id == contact_id)
        .options(joinedload(Registration.need), joinedload(Occasion.activity, innerjoin=True))
        .order_by(Occasion.starts_at.desc(), Registration.id)
    )
    return [(row[0], row[1]) for row in rows]


def requests_of(session: Session, contact_id: UUID) -> list[Answered]:
    """What was asked about a person, the newest first."""
    found = session.scalars(
        sa.select(PersonRequest)
        .where(PersonRequest.contact_id == contact_id)
        .order_by(PersonRequest.requested_at.desc(), PersonRequest.id.desc())
    ).all()
    return [_answered(session, request) for request in found]


def find_request(session: Session, request_id: UUID) -> Answered:
    """One request. Raises RequestNotFound."""
    request = session.get(PersonRequest, request_id)
    if request is None:
        raise RequestNotFound()
    return _answered(session, request)


def export_content(session: Session, request_id: UUID) -> dict[str, Any]:
    """What every service stores about the person. Raises RequestNotFound, ExportIsNotReady."""
    found = find_request(session, request_id)
    if found.kind != "export":
        raise RequestNotFound()
    if not found.is_complete:
        raise ExportIsNotReady()
    rows = session.scalars(sa.select(PersonAnswer).where(PersonAnswer.request_id == request_id)).all()
    parts = {row.service: row.content for row in rows}
    if any(parts[name] is None for name in ANSWERED_BY):  # the person was erased meanwhile
        raise RequestNotFound()
    return {"requested_at": found.requested_at.isoformat()} | {name: parts[name] for name in ANSWERED_BY}


def _answered(session: Session, request: PersonRequest) -> Answered:
    rows = session.execute(
        sa.select(PersonAnswer.service, PersonAnswer.answered_at).where(PersonAnswer.request_id == request.id)
    )
    known = {row[0]: row[1] for row in rows}
    return Answered(request, {name: known.get(name) for name in ANSWERED_BY})
