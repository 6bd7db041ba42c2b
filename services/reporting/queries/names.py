"""What the values of each dimension are called, and which are listed even when nobody counts there."""

from collections.abc import Iterable, Mapping
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
    """What an activity or a lecturer is known by: the latest titles of occasions, and the latest of these."""

    titles: tuple[str, ...]
    occasion_id: UUID

    @property
    def name(self) -> str:
        """The titles, the latest first; of many, the first of them."""
        shown = " · ".join(self.titles[:_SHOWN])
        return _("%(titles)s and others", titles=shown) if len(self.titles) > _SHOWN else shown


def activities(session: Session, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Each activity by the title of its latest occasion."""
    return _known(session, Occasion.activity_id, ids, titles=1)


def lecturers(session: Session, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Each lecturer by the titles of their latest occasions: no name is kept in this service."""
    return _known(session, Occasion.lecturer_contact_id, ids, titles=_SHOWN + 1)


def _known(session: Session, whose: Any, ids: Iterable[UUID], titles: int) -> dict[UUID, Known]:
    """Each by so many titles, looked up one by one in the index, not by reading all that they had."""
    dialect = session.get_bind().dialect.name
    given_ids = {"owners": given(dialect, (id_.hex for id_ in ids))}
    rows = session.execute(_latest(dialect, whose, titles), given_ids)
    return {owner: Known(tuple(filter(None, found)), id_) for owner, id_, *found in rows}


def _latest(dialect: str, whose: Any, titles: int) -> sa.Select[Any]:
    """The latest occasion of each with its title, and the latest titles that are others than those before."""
    listed = sa.select(sa.column("value", sa.Uuid)).select_from(each(dialect, "owners")).subquery()
    latest = _first(Occasion.id, whose == listed.c.value).label("id")
    chosen = sa.select(listed.c.value.label("owner"), latest).subquery()
    found = sa.select(chosen.c.owner, Occasion.id, Occasion.title).join(Occasion, Occasion.id == chosen.c.id)
    for number in range(1, titles):
        known = found.subquery()
        _owner, _id, *before = known.c
        another = _first(Occasion.title, whose == known.c.owner, Occasion.title.not_in(before))
        found = sa.select(known, another.label(f"title_{number}"))
    return found


def _first(column: Any, *conditions: Any) -> sa.ColumnElement[Any]:
    """A column of the latest of these occasions; one without a day only where none has any."""
    own = sa.select(column).where(*conditions).limit(1)
    dated = own.where(Occasion.last_on.is_not(None)).order_by(Occasion.last_on.desc(), Occasion.id)
    without = own.where(Occasion.last_on.is_(None)).order_by(Occasion.id)
    return sa.func.coalesce(dated.scalar_subquery(), without.scalar_subquery(), type_=column.type)
