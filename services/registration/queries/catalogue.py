"""Finding occasions: for the catalogue, for the coordinator, for calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from services.registration.models import Activity, CourseSession, Occasion, State
from services.registration.problems import OccasionNotFound, SessionNotFound
from shared import clock

PAGE_SIZE = 24
# One statement, and half the work of two: this is read for every form and every confirmation.
_ONE = (
    sa.select(Occasion)
    .where(Occasion.id == sa.bindparam("occasion_id"))
    .options(joinedload(Occasion.activity, innerjoin=True), joinedload(Occasion.sessions, innerjoin=True))
)
Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """Which occasions are wanted; days are Swedish ones, and both are included."""

    states: Sequence[State] = ("published",)
    kind: str | None = None
    q: str | None = None
    from_: date | None = None
    to: date | None = None
    not_ended: bool = False
    newest_first: bool = False
    begun_last: bool = False


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some of what was found, and how much there is."""

    items: Sequence[Item]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-self.total // self.size))


def find_occasions(
    session: Session, criteria: Criteria, number: int = 1, size: int = PAGE_SIZE
) -> Page[Occasion]:
    """One page of the occasions that fit, in the order of their first session."""
    found = _narrow(sa.select(Occasion).join(Occasion.activity), criteria)
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    begun = sa.case((Occasion.starts_at > clock.now(), 0), else_=1 if criteria.begun_last else 0)
    starts_at = Occasion.starts_at.desc() if criteria.newest_first else Occasion.starts_at
    items = session.scalars(
        found.options(contains_eager(Occasion.activity), selectinload(Occasion.sessions))
        .order_by(begun, starts_at, Occasion.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page(items.all(), total, number, size)


def upcoming_occasions(session: Session) -> Sequence[Occasion]:
    """Every published occasion that has not ended, for calendar programs."""
    criteria = Criteria(not_ended=True)
    return find_occasions(session, criteria, size=2_000).items


def find_occasion(session: Session, occasion_id: UUID) -> Occasion:
    """An occasion with its activity and sessions. Raises OccasionNotFound."""
    occasion = session.scalars(_ONE, {"occasion_id": occasion_id}).unique().one_or_none()
    if occasion is None:
        raise OccasionNotFound()
    return occasion


def find_public_occasion(session: Session, occasion_id: UUID) -> Occasion:
    """An occasion that the public may see: any but a draft. Raises OccasionNotFound."""
    occasion = find_occasion(session, occasion_id)
    if occasion.state == "draft":
        raise OccasionNotFound()
    return occasion


def find_session(session: Session, session_id: UUID) -> CourseSession:
    """A session by its id. Raises SessionNotFound."""
    found = session.get(CourseSession, session_id)
    if found is None:
        raise SessionNotFound()
    return found


def count_by_state(session: Session) -> dict[str, int]:
    """How many occasions there are in each state; states without any are left out."""
    rows = session.execute(sa.select(Occasion.state, sa.func.count()).group_by(Occasion.state))
    return dict(rows.all())


def _narrow(query: sa.Select[Occasion], criteria: Criteria) -> sa.Select[Occasion]:
    query = query.where(Occasion.state.in_(criteria.states))
    if criteria.kind:
        query = query.where(Activity.kind == criteria.kind)
    if criteria.from_:
        query = query.where(Occasion.starts_at >= _midnight(criteria.from_))
    if criteria.to:
        query = query.where(Occasion.starts_at < _midnight(criteria.to) + timedelta(days=1))
    if criteria.not_ended:
        query = query.where(Occasion.ends_at > clock.now())
    for word in (criteria.q or "").casefold().split():
        query = query.where(Activity.search_text.contains(word, autoescape=True))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.STOCKHOLM).astimezone(UTC)
