"""Finding occasions: for the catalogue, for the coordinator, for calendars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from services.registration.models import Activity, CourseSession, Occasion, State
from services.registration.models.code_list import FOR_ALL, lists
from services.registration.problems import SessionNotFound
from shared import clock
from shared.web import count_pages

PAGE_SIZE = 24
_closes_at = sa.func.coalesce(Occasion.closes_at, Occasion.starts_at)
Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """Which occasions are wanted; days are Swedish ones, and both are included."""

    states: Sequence[State] = ("published",)
    kind: str | None = None
    q: str | None = None
    from_: date | None = None
    to: date | None = None
    role: str | None = None  # meant for it, or for everybody
    municipality: str | None = None  # where it is held
    area: str | None = None
    open_places: bool = False
    not_ended: bool = False


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
        return count_pages(self.total, self.size)


def find_occasions(
    session: Session, criteria: Criteria, number: int = 1, size: int = PAGE_SIZE
) -> Page[Occasion]:
    """One page of the occasions that fit, in the order of their first session."""
    found = narrow(sa.select(Occasion).join(Occasion.activity), criteria)
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    items = session.scalars(
        found.options(contains_eager(Occasion.activity), selectinload(Occasion.sessions))
        .order_by(Occasion.starts_at, Occasion.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page(items.all(), total, number, size)


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


def narrow(query: sa.Select[Any], criteria: Criteria) -> sa.Select[Any]:
    """A query of occasions with their activities, for those alone that fit."""
    query = query.where(Occasion.state.in_(criteria.states))
    if criteria.from_:
        query = query.where(Occasion.starts_at >= clock.midnight(criteria.from_))
    if criteria.to:
        query = query.where(Occasion.starts_at < clock.midnight(criteria.to + timedelta(days=1)))
    if criteria.municipality:
        query = query.where(Occasion.municipality == criteria.municipality)
    if criteria.not_ended:
        query = query.where(Occasion.ends_at > clock.now())
    if criteria.open_places:
        query = query.where(*_open_places())
    return query.where(*_of_activity(criteria))


def is_closed() -> Any:
    """1 of an occasion that has begun or whose last day to register is over, 0 of one that is open."""
    return sa.case((_closes_at > clock.now(), 0), else_=1)


def _open_places() -> Iterator[sa.ColumnElement[bool]]:
    """Registration is open, and whoever registers now gets a place."""
    yield _closes_at > clock.now()
    yield Occasion.confirmed_count + Occasion.held_count < Occasion.places
    yield Occasion.waiting_count == 0


def _of_activity(criteria: Criteria) -> Iterator[sa.ColumnElement[bool]]:
    if criteria.kind:
        yield Activity.kind == criteria.kind
    if criteria.area:
        yield Activity.area == criteria.area
    if criteria.role:
        for_all = sa.type_coerce(Activity.target_roles, sa.Text) == FOR_ALL
        yield sa.or_(for_all, lists(Activity.target_roles, criteria.role))
    for word in (criteria.q or "").casefold().split():
        yield Activity.search_text.contains(word, autoescape=True)
