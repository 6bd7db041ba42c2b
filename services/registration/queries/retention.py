"""What is to be deleted when, by the rules of retention: for the preview, and for the job that does it."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import (
    Need,
    Occasion,
    Participant,
    Party,
    PersonRequest,
    Registration,
    ReportReader,
    SurveyRecipient,
)
from services.registration.operations.requests import KEEP_EXPORT
from services.registration.queries.duties import has_duties
from shared import audit, clock
from shared.audit import audit_entries
from shared.service import service

Dates = list[tuple[date, int]]


def due_dates(session: Session, job: str, until: datetime) -> Dates:
    """On which days how much is deleted by one rule, up to a moment; what is overdue counts for today."""
    moments = {"needs": _needs, "persons": _persons, "exports": _exports, "log": _log}[job](session, until)
    days = Counter(max(clock.local(moment).date(), clock.today()) for moment in moments)
    return sorted(days.items())


def idle_persons(session: Session, limit: int) -> list[UUID]:
    """Persons whose time is over, the longest idle first.

    Who represents a place, teaches or is sent reports is not idle.
    """
    before = months_before(clock.now(), _months())
    last = _last_activity()
    rows = session.execute(
        sa.select(last.c.id).where(_is_idle(last, before)).order_by(last.c.ended_at).limit(limit)
    )
    return [row.id for row in rows]


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of a month so many months earlier, or its 28th where the month is too short."""
    count = moment.year * 12 + moment.month - 1 - months
    return moment.replace(year=count // 12, month=count % 12 + 1, day=min(moment.day, 28))


def _needs(session: Session, until: datetime) -> list[datetime]:
    kept = timedelta(days=service().settings.needs_kept_days)
    ends = session.scalars(
        sa.select(Occasion.ends_at)
        .join(Registration, Registration.occasion_id == Occasion.id)
        .join(Need, Need.registration_id == Registration.id)
        .where(Occasion.ends_at < until - kept)
    )
    return [moment + kept for moment in ends]


def _persons(session: Session, until: datetime) -> list[datetime]:
    last = _last_activity()
    before = months_before(until, _months())
    found = session.execute(sa.select(last.c.id, last.c.ended_at).where(_is_idle(last, before)))
    return [months_before(row.ended_at or _born(row.id), -_months()) for row in found]


def _exports(session: Session, until: datetime) -> list[datetime]:
    asked = sa.select(PersonRequest.requested_at).where(
        PersonRequest.kind == "export", PersonRequest.requested_at < until - KEEP_EXPORT
    )
    return [moment + KEEP_EXPORT for moment in session.scalars(asked)]


def _log(session: Session, until: datetime) -> list[datetime]:
    noted = sa.select(audit_entries.c.at).where(audit_entries.c.at < until - audit.KEPT)
    return [moment + audit.KEPT for moment in session.scalars(noted)]


def _last_activity() -> sa.Subquery:
    """Each person with the end of the last occasion that they registered for, booked for or approved.

    Somebody who was chosen for a survey was active that day: it may be all that they are known for.
    """
    ended = sa.func.max(Occasion.ends_at, type_=Occasion.ends_at.type)
    parts = [
        sa.select(person.label("id"), ended.label("ended_at"))
        .join(Occasion, Occasion.id == occasion)
        .where(person.is_not(None))
        .group_by(person)
        for person, occasion in (
            (Registration.participant_id, Registration.occasion_id),
            (Registration.approver_id, Registration.occasion_id),
            (Party.booker_id, Party.occasion_id),
        )
    ]
    chosen = sa.func.max(SurveyRecipient.added_at, type_=SurveyRecipient.added_at.type)
    parts.append(
        sa.select(SurveyRecipient.contact_id.label("id"), chosen.label("ended_at")).group_by(
            SurveyRecipient.contact_id
        )
    )
    activity = sa.union_all(*parts).subquery()
    latest = sa.func.max(activity.c.ended_at, type_=Occasion.ends_at.type)
    return (
        sa.select(Participant.id, latest.label("ended_at"))
        .outerjoin(activity, activity.c.id == Participant.id)
        .where(Participant.erased_at.is_(None), ~has_duties(Participant.id), ~_is_reader())
        .group_by(Participant.id)
        .subquery()
    )


def _is_reader() -> sa.ColumnElement[bool]:
    # Whoever is on the list of readers may be known for nothing else.
    return sa.exists().where(ReportReader.contact_id == Participant.id)


def _is_idle(last: sa.Subquery, before: datetime) -> sa.ColumnElement[bool]:
    # Who never took part in anything is as old as their id, whose order is that of creation.
    never = sa.and_(last.c.ended_at.is_(None), last.c.id < UUID(int=int(before.timestamp() * 1000) << 80))
    return sa.or_(last.c.ended_at < before, never)


def _born(person_id: UUID) -> datetime:
    return datetime.fromtimestamp((person_id.int >> 80) / 1000, clock.STOCKHOLM)


def _months() -> int:
    months: int = service().settings.person_kept_months
    return months
