"""One occasion with all that is shown of it, in one statement and past the ORM.

It is read for every form and every confirmation, of whose time the ORM would take the most.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Activity, CourseSession, Occasion, State
from services.registration.problems import OccasionNotFound


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """One dated meeting."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    venue: str
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActivityDetails:
    """What is offered."""

    id: UUID
    title: str
    kind: str
    form: str
    area: str | None
    audience: str
    description: str
    fee: int | None
    target_roles: tuple[str, ...]
    target_rule: str
    prerequisite_id: UUID | None
    certificate_percent: int | None
    late_cancellation_days: int | None
    late_cancellation_percent: int
    absence_percent: int


@dataclass(frozen=True, slots=True)
class OccasionDetails:
    """An occasion, as pages and the API show it: a column of the table is read by naming it here."""

    id: UUID
    activity_id: UUID
    state: State
    version: int
    places: int
    waiting_places: int | None
    allow_passing: bool
    queue_policy: str
    offer_hours: int
    needs_approval: bool
    approval_hours: int
    share_limit: int | None
    share_until: datetime | None
    municipality: str | None
    closes_at: datetime | None
    lecturer_contact_id: UUID | None
    cancel_reason: str | None
    bring: str
    starts_at: datetime
    ends_at: datetime
    confirmed_count: int
    held_count: int
    waiting_count: int
    activity: ActivityDetails
    sessions: tuple[SessionDetails, ...]

    # What follows from the columns is said once, by the model.
    registration_closes_at: ClassVar[Any] = Occasion.registration_closes_at
    has_begun: ClassVar[Any] = Occasion.has_begun
    places_left: ClassVar[Any] = Occasion.places_left


AnyOccasion = Occasion | OccasionDetails


def columns_of(details: type, model: type) -> list[sa.Column[Any]]:
    """The columns of a table that the fields of these details name, in their order."""
    table = cast(sa.Table, model.__table__)  # type: ignore[attr-defined]
    return [table.c[field.name] for field in fields(details) if field.name in table.c]


_OCCASION = columns_of(OccasionDetails, Occasion)
_ACTIVITY = columns_of(ActivityDetails, Activity)
_SESSION = columns_of(SessionDetails, CourseSession)
OCCASION_COLUMNS = (*_OCCASION, *_ACTIVITY, *_SESSION)
_TO_ACTIVITY, _TO_SESSION = len(_OCCASION), len(_OCCASION) + len(_ACTIVITY)
_ONE = (
    sa.select(*OCCASION_COLUMNS)
    .join(Activity, Activity.id == Occasion.activity_id)
    .join(CourseSession, CourseSession.occasion_id == Occasion.id)
    .where(Occasion.id == sa.bindparam("occasion_id"))
    .order_by(CourseSession.starts_at)
)


def find_occasion(session: Session, occasion_id: UUID) -> OccasionDetails:
    """An occasion with its activity and sessions. Raises OccasionNotFound."""
    rows = session.connection().execute(_ONE, {"occasion_id": occasion_id}).all()
    if not rows:
        raise OccasionNotFound()
    return occasion_from(rows)


def find_public_occasion(session: Session, occasion_id: UUID) -> OccasionDetails:
    """An occasion that the public may see: any but a draft. Raises OccasionNotFound."""
    occasion = find_occasion(session, occasion_id)
    if occasion.state == "draft":
        raise OccasionNotFound()
    return occasion


def find_title(session: Session, activity_id: UUID) -> str | None:
    """What an activity is called."""
    return session.scalar(sa.select(Activity.title).where(Activity.id == activity_id))


def occasion_from(rows: Sequence[Sequence[Any]]) -> OccasionDetails:
    """The occasion that rows of OCCASION_COLUMNS tell of, one row for each of its sessions."""
    first = rows[0]
    activity = ActivityDetails(*first[_TO_ACTIVITY:_TO_SESSION])
    sessions = tuple(SessionDetails(*row[_TO_SESSION:]) for row in rows)
    return OccasionDetails(*(*first[:_TO_ACTIVITY], activity, sessions))
