"""What the values of each dimension are called, and which are listed even when nobody counts there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

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
    latest: dict[UUID, Known] = {}
    for row in _occasions(session, Occasion.activity_id.in_(list(ids))):
        latest.setdefault(row.activity_id, Known((row.title,), row.id))
    return latest


def lecturers(session: Session, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Each lecturer by the titles of their occasions, the latest first: no name is kept in this service."""
    found: dict[UUID, Known] = {}
    for row in _occasions(session, Occasion.lecturer_contact_id.in_(list(ids))):
        known = found.setdefault(row.lecturer_contact_id, Known((), row.id))
        titles = tuple(dict.fromkeys((*known.titles, row.title)))
        found[row.lecturer_contact_id] = Known(titles, known.occasion_id)
    return found


def _occasions(session: Session, condition: sa.ColumnElement[bool]) -> Iterable[Any]:
    columns = (Occasion.id, Occasion.title, Occasion.activity_id, Occasion.lecturer_contact_id)
    query = sa.select(*columns).where(condition)
    return session.execute(query.order_by(Occasion.last_on.desc().nulls_last(), Occasion.id)).all()
