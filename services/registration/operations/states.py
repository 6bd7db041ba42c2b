"""The full state that events carry, as shared/events.py declares it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, CourseSession, Occasion, Registration

FACTS = ("municipality", "district", "employer", "side", "role")


def occasion_state(session: Session, occasion: Occasion) -> dict[str, Any]:
    """What the occasion events say of an occasion."""
    activity = occasion.activity
    return {
        "activity_id": activity.id,
        "title": activity.title,
        "kind": activity.kind,
        "form": activity.form,
        "area": activity.area,
        "is_new_activity": is_new_activity(session, occasion),
        "lecturer_contact_id": occasion.lecturer_contact_id,
        "places": occasion.places,
        "state": occasion.state,
        "closes_at": occasion.registration_closes_at,
        "sessions": [
            {"id": item.id, "starts_at": item.starts_at, "ends_at": item.ends_at, "venue": item.venue}
            for item in sorted(occasion.sessions, key=lambda item: item.starts_at)
        ],
        "bring": occasion.bring,
    }


def is_new_activity(session: Session, occasion: Occasion) -> bool:
    """Whether the activity is procured, or was not held before this occasion of it."""
    held_before = sa.exists().where(
        Occasion.activity_id == occasion.activity_id,
        Occasion.state == "completed",
        Occasion.starts_at < occasion.starts_at,
        Occasion.id != occasion.id,
    )
    return occasion.activity.form == "procured" or not session.scalar(sa.select(held_before))


def registration_state(registration: Any, position: int | None = None) -> dict[str, Any]:
    """What the registration events say of a registration, given as a row or an object."""
    return {
        "occasion_id": registration.occasion_id,
        "contact_id": registration.participant_id,
        "status": registration.status,
        "position": position,
        "party_id": registration.party_id,
        **{fact: getattr(registration, fact) for fact in FACTS},
    }


def present(session: Session, occasion: Occasion) -> list[dict[str, Any]]:
    """The persons who attended at least one session of the occasion, in the order of registration."""
    attended = (
        sa.select(Attendance.registration_id)
        .join(CourseSession, CourseSession.id == Attendance.session_id)
        .where(CourseSession.occasion_id == occasion.id)
    )
    rows = session.scalars(
        sa.select(Registration)
        .where(Registration.id.in_(attended), Registration.participant_id.is_not(None))
        .order_by(Registration.queue_number)
    )
    return [
        {
            "registration_id": row.id,
            "contact_id": row.participant_id,
            **{fact: getattr(row, fact) for fact in FACTS},
        }
        for row in rows
    ]


def attendance_state(course_session: CourseSession, present_ids: Any) -> dict[str, Any]:
    """What the attendance event says of a session: its times, and the whole list."""
    return {
        "occasion_id": course_session.occasion_id,
        "starts_at": course_session.starts_at,
        "ends_at": course_session.ends_at,
        "present": sorted(present_ids),
    }
