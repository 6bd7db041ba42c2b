"""What the values of each dimension are called, and which are listed even when nobody counts there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.rows import each, given
from services.reporting.models import Occasion
from shared.i18n import LazyString
from shared.i18n import gettext as _
from shared.vocabulary import EMPLOYERS, FORMS, KINDS, ROLES, SIDES

LISTS: Mapping[str, Mapping[str, LazyString]] = {
    "role": ROLES,
    "employer": EMPLOYERS,
    "side": SIDES,
    "kind": KINDS,
    "form": FORMS,
}

_SHOWN = 3  # titles, of a lecturer who holds many courses


@dataclass(frozen=True)
class Known:
    """What an activity or a lecturer is known by here: titles of occasions, and the latest of these."""

    titles: tuple[str, ...]
    occasion_id: UUID

    @property
    def name(self) -> str:
        """The titles, the latest first; of many, some of them."""
        shown, more = ", ".join(self.titles[:_SHOWN]), len(self.titles) - _SHOWN
        return _("%(titles)s and %(number)s more", titles=shown, number=more) if more > 0 else shown


def activities(session: Session, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Each activity by the title of its latest occasion."""
    latest = _latest(session, Occasion.activity_id, ids)
    return {row.owner: Known((row.title,), row.id) for row in latest}


def lecturers(session: Session, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Each lecturer by the titles of their occasions, the latest first: no name is kept in this service."""
    ids = list(ids)
    last_on, lecturer = sa.func.max(Occasion.last_on), Occasion.lecturer_contact_id
    query = sa.select(lecturer.label("owner"), Occasion.title).where(lecturer.in_(ids))
    ordered = query.group_by(lecturer, Occasion.title).order_by(last_on.desc().nulls_last(), Occasion.title)
    titles: dict[UUID, list[str]] = defaultdict(list)
    for row in session.execute(ordered):
        titles[row.owner].append(row.title)
    return {row.owner: Known(tuple(titles[row.owner]), row.id) for row in _latest(session, lecturer, ids)}


def _latest(session: Session, whose: Any, ids: Iterable[UUID]) -> Sequence[Any]:
    """The latest occasion of each: looked up one by one in the index, not by reading all that they had."""
    dialect = session.get_bind().dialect.name
    listed = sa.select(sa.column("value", sa.Uuid)).select_from(each(dialect, "owners")).subquery()
    own = sa.select(Occasion.id).where(whose == listed.c.value).limit(1)
    dated = own.where(Occasion.last_on.is_not(None)).order_by(Occasion.last_on.desc(), Occasion.id)
    without = own.where(Occasion.last_on.is_(None)).order_by(Occasion.id)
    found = sa.func.coalesce(dated.scalar_subquery(), without.scalar_subquery(), type_=sa.Uuid())
    chosen = sa.select(listed.c.value.label("owner"), found.label("id")).subquery()
    query = sa.select(chosen.c.owner, Occasion.id, Occasion.title).join(Occasion, Occasion.id == chosen.c.id)
    return session.execute(query, {"owners": given(dialect, (id_.hex for id_ in ids))}).all()
