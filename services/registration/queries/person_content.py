"""All that this service stores about one person, in the words of its columns."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import (
    Attendance,
    Certificate,
    CourseSession,
    DueDigest,
    Lecturer,
    Occasion,
    Participant,
    Party,
    Registration,
    ReportLink,
    ReportReader,
    Representative,
    StaffMember,
    SurveyRecipient,
)
from services.registration.queries.persons import registrations_of
from services.registration.queries.reachability import find_trouble
from shared.audit import audit_entries

_OWN = (
    "status", "municipality", "district", "workplace", "employer", "side", "role", "registered_at",
    "cancelled_at", "cancelled_by", "approved_at", "decline_reason", "organisation_number",
    "invoice_reference", "waiver_reason", "note",
)  # fmt: skip


def content_of(session: Session, person: Participant) -> dict[str, Any]:
    """Who the person is, what they took part in, booked or approved, and what was done about it."""
    registrations = [_registration(session, *found) for found in registrations_of(session, person.id)]
    trouble = find_trouble(session, person.id)
    ids = [str(person.id), *(item["id"] for item in registrations)]
    return {
        "person": _chosen(person, "id", "given_name", "family_name", "email", "language", "is_protected"),
        "registrations": registrations,
        "groups_booked": _titles(session, Party.occasion_id, Party.booker_id == person.id),
        "approvals_asked": _titles(session, Registration.occasion_id, Registration.approver_id == person.id),
        "mandates": _rows(session, Representative, Representative.contact_id == person.id, _MANDATE),
        "lecturer": _rows(
            session, Lecturer, Lecturer.contact_id == person.id, ("kind", "name", "organisation")
        ),
        "staff_accounts": _rows(session, StaffMember, StaffMember.contact_id == person.id, ("name", "role")),
        "surveys": _rows(
            session,
            SurveyRecipient,
            SurveyRecipient.contact_id == person.id,
            ("survey_id", "source", "added_at"),
        ),
        "digests": _rows(session, DueDigest, DueDigest.contact_id == person.id, ("due_at", "told_at")),
        "sent_reports": _rows(session, ReportReader, ReportReader.contact_id == person.id, ("added_at",)),
        "report_links": _rows(
            session, ReportLink, ReportLink.contact_id == person.id, ("period", "municipality", "sent_at")
        ),
        "mail_trouble": trouble.reason if trouble else None,
        "log": _log(session, ids),
    }


_MANDATE = ("kind", "municipality", "district", "workplace", "from_on", "to_on")


def _registration(session: Session, registration: Registration, occasion: Occasion) -> dict[str, Any]:
    attended = session.scalars(
        sa.select(CourseSession.starts_at)
        .join(Attendance, Attendance.session_id == CourseSession.id)
        .where(Attendance.registration_id == registration.id)
        .order_by(CourseSession.starts_at)
    )
    certificate = session.get(Certificate, registration.id)
    return {
        "id": str(registration.id),
        "title": occasion.activity.title,
        "starts_at": occasion.starts_at.isoformat(),
        **_chosen(registration, *_OWN),
        "needs": registration.need.text if registration.need else None,
        "attended": [moment.isoformat() for moment in attended],
        "certificate": certificate.code if certificate else None,
    }


def _titles(session: Session, occasion_id: Any, condition: Any) -> list[dict[str, Any]]:
    mine = Occasion.id.in_(sa.select(occasion_id).where(condition))
    found = session.scalars(sa.select(Occasion).where(mine).order_by(Occasion.starts_at))
    return [{"title": item.activity.title, "starts_at": item.starts_at.isoformat()} for item in found]


def _rows(session: Session, model: Any, condition: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_chosen(row, *names) for row in session.scalars(sa.select(model).where(condition))]


def _log(session: Session, subjects: list[str]) -> list[dict[str, Any]]:
    rows = session.execute(
        sa.select(audit_entries.c.at, audit_entries.c.action, audit_entries.c.reason)
        .where(audit_entries.c.subject.in_(subjects))
        .order_by(audit_entries.c.at)
    )
    return [{"at": at.isoformat(), "action": action, "reason": reason} for at, action, reason in rows]


def _chosen(row: Any, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date) else value
