"""Finding occasions for the office: every state, by what a coordinator asks for, in the order of a column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from services.registration.models import Activity, CourseSession, Lecturer, Occasion, State
from services.registration.problems import ActivityNotFound, OccasionNotFound
from services.registration.queries.catalogue import Page
from services.registration.queries.folding import as_folded, folded
from shared import clock

SIZE = 50
_closes_at = sa.func.coalesce(Occasion.closes_at, Occasion.starts_at)
_left = Occasion.places - Occasion.confirmed_count - Occasion.held_count

# What a list may be sorted by; a leading minus turns it.
SORTS: Mapping[str, Any] = {
    "starts_at": Occasion.starts_at,
    "title": folded(Activity.title),
    "taken": Occasion.confirmed_count + Occasion.held_count,
    "left": _left,
    "waiting": Occasion.waiting_count,
    "closes_at": _closes_at,
}


@dataclass(frozen=True, kw_only=True)
class OfficeCriteria:
    """Which occasions are wanted; days are Swedish ones, and both are included."""

    state: State | None = None
    q: str = ""
    kind: str | None = None
    area: str | None = None
    from_: date | None = None
    to: date | None = None
    lecturer: UUID | None = None
    series: UUID | None = None
    has_places: bool = False
    sort: str = "starts_at"


def find_office_occasions(
    session: Session,
    criteria: OfficeCriteria,
    number: int = 1,
    size: int = SIZE,
    *,
    with_sessions: bool = False,
) -> Page[Occasion]:
    """One page of the occasions that fit, each with its activity."""
    found = _narrow(sa.select(Occasion).join(Occasion.activity), criteria)
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    column = SORTS[criteria.sort.removeprefix("-")]
    order = column.desc() if criteria.sort.startswith("-") else column
    days = [selectinload(Occasion.sessions)] if with_sessions else []
    items = session.scalars(
        found.options(contains_eager(Occasion.activity), *days)
        .order_by(order, Occasion.starts_at, Occasion.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page(items.all(), total, number, size)


def find_office_occasion(session: Session, occasion_id: UUID) -> Occasion:
    """An occasion of any state with all that the office has of it. Raises OccasionNotFound."""
    everything = [joinedload(Occasion.activity), selectinload(Occasion.sessions)]
    found = session.get(Occasion, occasion_id, options=everything)
    if found is None:
        raise OccasionNotFound()
    return found


def count_by_state_of(session: Session, criteria: OfficeCriteria) -> dict[str, int]:
    """How many occasions of each state fit all else that is asked for."""
    everywhere = OfficeCriteria(**(vars(criteria) | {"state": None}))
    counted = sa.select(Occasion.state, sa.func.count()).join(Occasion.activity)
    rows = session.execute(_narrow(counted, everywhere).group_by(Occasion.state))
    return dict(rows.all())


def find_activity(session: Session, activity_id: UUID) -> Activity:
    """An activity by its id. Raises ActivityNotFound."""
    found = session.get(Activity, activity_id)
    if found is None:
        raise ActivityNotFound()
    return found


def count_open_occasions(session: Session, activity_id: UUID) -> int:
    """How many published occasions of an activity there are."""
    theirs = (Occasion.activity_id == activity_id, Occasion.state == "published")
    return session.scalar(sa.select(sa.func.count()).where(*theirs)) or 0


def count_series(session: Session, series_id: UUID | None) -> int:
    """How many occasions a series has; 0 for what is in none."""
    if series_id is None:
        return 0
    return session.scalar(sa.select(sa.func.count()).where(Occasion.series_id == series_id)) or 0


def lecturer_name(session: Session, contact_id: UUID | None) -> str | None:
    """Who gives an occasion; one that was closed since is still named."""
    if contact_id is None:
        return None
    return session.scalar(sa.select(Lecturer.name).where(Lecturer.contact_id == contact_id))


def list_activities(session: Session) -> list[tuple[UUID, str]]:
    """Every activity by its title, for choosing what another builds on."""
    rows = session.execute(
        sa.select(Activity.id, Activity.title).order_by(folded(Activity.title), Activity.id)
    )
    return [(row.id, row.title) for row in rows]


def _narrow(query: Any, criteria: OfficeCriteria) -> Any:
    equal = (
        (Occasion.state, criteria.state),
        (Activity.kind, criteria.kind),
        (Activity.area, criteria.area),
        (Occasion.lecturer_contact_id, criteria.lecturer),
        (Occasion.series_id, criteria.series),
    )
    query = query.where(*(column == value for column, value in equal if value))
    if criteria.from_:
        query = query.where(Occasion.ends_at >= clock.midnight(criteria.from_))
    if criteria.to:
        query = query.where(Occasion.starts_at < clock.midnight(criteria.to + timedelta(1)))
    if criteria.has_places:
        query = query.where(_left > 0)
    for word in criteria.q.casefold().split():
        held_at = sa.select(CourseSession.id).where(
            CourseSession.occasion_id == Occasion.id,
            folded(CourseSession.venue).contains(as_folded(word), autoescape=True),
        )
        in_text = Activity.search_text.contains(word, autoescape=True)
        query = query.where(sa.or_(in_text, held_at.exists()))
    return query
