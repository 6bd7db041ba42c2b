"""What reporting does when something has happened elsewhere: it keeps the latest state of everything."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.entries import Touched
from services.reporting.counting.recount import recount
from services.reporting.models import (
    FACTS,
    Attendance,
    AttendanceSheet,
    EvaluationCount,
    Mandate,
    Occasion,
    OccasionResult,
    OccasionSession,
    Registration,
    RepresentedPlace,
    TertialResult,
)
from services.reporting.operations.accesses import keep_access
from services.reporting.persons import export_person, forget_person
from services.reporting.projection import keep_newest, newest, replace_parts, swedish_date
from shared import events
from shared.auth import apply_access
from shared.envelope import Event
from shared.inbox import Handlers, followed_by, projection, takes_batch
from shared.region_content import apply_region

_AS_IT_IS = (
    "activity_id", "title", "kind", "form", "area", "is_new_activity", "lecturer_contact_id", "places",
    "state", "closes_at",
)  # fmt: skip


@projection
@takes_batch
@followed_by(recount)
def keep_occasions(session: Session, batch: Sequence[Event]) -> Touched:
    """Keep the latest state of each occasion, with its sessions."""
    latest = newest(batch)
    ahead = keep_newest(session, Occasion, [_occasion(event) for event in latest])
    sessions = [
        {**meeting, "occasion_id": UUID(event.subject)}
        for event in latest
        if UUID(event.subject) in ahead
        for meeting in event["sessions"]
    ]
    replace_parts(session, OccasionSession.occasion_id, ahead, sessions)
    return Touched(occasions=frozenset(ahead))


def _occasion(event: Event) -> dict[str, Any]:
    days = [swedish_date(meeting["starts_at"]) for meeting in event["sessions"]]
    return {
        "id": UUID(event.subject),
        "version": event.version,
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
        **{name: event[name] for name in _AS_IT_IS},
    }


@projection
@takes_batch
@followed_by(recount)
def keep_registrations(session: Session, batch: Sequence[Event]) -> Touched:
    """Keep the latest state of each registration."""
    rows = [
        {
            "id": UUID(event.subject),
            "version": event.version,
            "occasion_id": event["occasion_id"],
            "contact_id": event["contact_id"],
            "status": event["status"],
            "cancelled_by": event.data.get("by"),
            **{name: event[name] for name in FACTS},
        }
        for event in newest(batch)
    ]
    return Touched(registrations=frozenset(keep_newest(session, Registration, rows)))


@projection
@takes_batch
@followed_by(recount)
def keep_attendance(session: Session, batch: Sequence[Event]) -> Touched:
    """Replace the attendance list of each session by its latest."""
    sheets = {UUID(event.subject): event for event in newest(batch)}
    rows = [
        {
            "session_id": session_id,
            "version": event.version,
            "occasion_id": event["occasion_id"],
            "held_on": swedish_date(event["starts_at"]),
            "minutes": round((event["ends_at"] - event["starts_at"]).total_seconds() / 60),
        }
        for session_id, event in sheets.items()
    ]
    ahead = keep_newest(session, AttendanceSheet, rows)
    present = [
        {"session_id": session_id, "registration_id": registration_id}
        for session_id in sorted(ahead)
        for registration_id in sorted(set(sheets[session_id]["present"]))
    ]
    replace_parts(session, Attendance.session_id, ahead, present)
    return Touched(sessions=frozenset(ahead))


@projection
@takes_batch
def keep_response_counts(session: Session, batch: Sequence[Event]) -> None:
    """Keep how many were asked and have answered, evaluation by evaluation."""
    names = ("occasion_id", "state", "invited", "answered")
    rows = [
        {
            "evaluation_id": UUID(event.subject),
            "version": event.version,
            **{name: event[name] for name in names},
        }
        for event in newest(batch)
    ]
    keep_newest(session, EvaluationCount, rows)


@projection
@takes_batch
def keep_occasion_results(session: Session, batch: Sequence[Event]) -> None:
    """Keep the published answers of each occasion."""
    rows = [
        {
            "evaluation_id": UUID(event.subject),
            "version": event.version,
            "occasion_id": event["occasion_id"],
            "questions": event["questions"],
        }
        for event in newest(batch)
    ]
    keep_newest(session, OccasionResult, rows)


@projection
@takes_batch
def keep_tertial_results(session: Session, batch: Sequence[Event]) -> None:
    """Keep the published answers of each tertial."""
    rows = [
        {"tertial": event.subject, "version": event.version, "cuts": event["cuts"]} for event in newest(batch)
    ]
    keep_newest(session, TertialResult, rows)


@projection
@takes_batch
def keep_mandates(session: Session, batch: Sequence[Event]) -> None:
    """Replace the mandates of each place by its latest."""
    latest = {event.subject: event for event in newest(batch)}
    rows = [
        {"place": place, "version": event.version, "municipality": code, "district": district or None}
        for place, event in latest.items()
        for code, _, district in (place.partition("/"),)
    ]
    ahead = keep_newest(session, RepresentedPlace, rows)
    mandates = [
        {"place": place, "number": number, **{name: mandate[name] for name in ("kind", "from_on", "to_on")}}
        for place in sorted(ahead)
        for number, mandate in enumerate(latest[place]["mandates"])
    ]
    session.execute(sa.delete(Mandate).where(Mandate.place.in_(sorted(ahead))))
    if mandates:
        session.execute(sa.insert(Mandate), mandates)


HANDLERS: Handlers = {
    events.OccasionPublished: keep_occasions,
    events.OccasionChanged: keep_occasions,
    events.OccasionCancelled: keep_occasions,
    events.OccasionCompleted: keep_occasions,
    events.ParticipantRegistered: keep_registrations,
    events.ParticipantMovedUp: keep_registrations,
    events.PlaceOffered: keep_registrations,
    events.PlaceHeld: keep_registrations,
    events.RegistrationApproved: keep_registrations,
    events.ParticipantNamed: keep_registrations,
    events.RegistrationChanged: keep_registrations,
    events.RegistrationCancelled: keep_registrations,
    events.AttendanceRecorded: keep_attendance,
    events.ResponseCounted: keep_response_counts,
    events.OccasionResultsPublished: keep_occasion_results,
    events.TertialResultsPublished: keep_tertial_results,
    events.RepresentativesChanged: keep_mandates,
    events.ReportAccessGranted: keep_access,
    events.StaffAccessChanged: apply_access,
    events.RegionChanged: apply_region,
    events.ExportRequested: export_person,
    events.PersonErased: forget_person,
}
