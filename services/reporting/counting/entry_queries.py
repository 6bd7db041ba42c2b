"""Tallies from the entries: of any days and any cuts, counted when somebody asks."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.grouping import Grouping, Tallies
from services.reporting.counting.once import NETWORK
from services.reporting.counting.selection import Selection
from services.reporting.measures.tally import Tally
from services.reporting.models import Entry, Occasion
from services.reporting.models.summary import What

_COLUMNS: dict[str, Any] = {
    "municipality": Entry.municipality,
    "district": Entry.district,
    "employer": Entry.employer,
    "side": Entry.side,
    "role": Entry.role,
    "kind": Entry.kind,
    "form": Entry.form,
    "area": Entry.area,
    "activity": Entry.activity_id,
    "lecturer": Entry.lecturer_contact_id,
}
_GROUPED_BY: dict[Grouping, tuple[Any, ...]] = {
    Grouping.REGION: (),
    Grouping.DISTRICT: (Entry.municipality, Entry.district),
    Grouping.OCCASION: (Entry.occasion_id,),
}


def tallies(
    session: Session, selection: Selection, grouping: Grouping, occasions: Sequence[UUID] | None = None
) -> Tallies:
    """The tally of every group that has any; of occasions, those of the period or the given ones of these."""
    asked = _Asked(selection, grouping, occasions)
    found: Tallies = defaultdict(Tally)
    for query in (asked.amounts(), asked.occasions()):
        for row in session.execute(query):
            key, values = tuple(row[: len(asked.columns)]), row._mapping
            for name in row._fields[len(asked.columns) :]:
                if values[name]:  # the region has a row even where nothing is counted
                    setattr(found[key], name, int(values[name]))
    return found


class _Asked:
    """The queries of one question."""

    def __init__(self, selection: Selection, grouping: Grouping, occasions: Sequence[UUID] | None) -> None:
        self._selection, self._grouping = selection, grouping
        self.columns = _GROUPED_BY.get(grouping) or (
            () if grouping is Grouping.REGION else (_COLUMNS[grouping.value],)
        )
        self._parts = _parts_of(selection, occasions) if grouping is Grouping.OCCASION else None
        self._of_all = not (grouping.parts_persons or selection.counts_some_persons or selection.district)

    def amounts(self) -> sa.Select[Any]:
        """Everything but occasions held, in one walk through the entries."""
        present, registered = Entry.what == What.ATTENDANCE, Entry.what == What.REGISTRATION
        met = Entry.what == (What.SESSION if self._of_all else What.ATTENDANCE)

        def number(*conditions: Any) -> Any:
            return sa.func.count(sa.case((sa.and_(*conditions), 1)))

        def different(column: Any, *conditions: Any) -> Any:
            return sa.func.count(sa.case((sa.and_(*conditions), column)).distinct())

        return self._grouped(
            number(present).label("attendances"),
            sa.func.sum(sa.case((present, Entry.minutes))).label("minutes"),
            different(Entry.contact_id, present).label("participants"),
            different(Entry.municipality, present).label("municipalities"),
            number(registered).label("registrations"),
            number(registered, Entry.status == "waiting").label("waiting"),
            number(registered, Entry.status == "cancelled").label("cancellations"),
            different(Entry.part_id, met, Entry.kind == NETWORK).label("network_meetings"),
        ).where(*self._during(), *self._filters())

    def occasions(self) -> sa.Select[Any]:
        """Those held, or those held where one of the persons asked about was present at any session."""
        if self._of_all:
            return self._grouped(sa.func.count().label("occasions")).where(
                Entry.what == What.OCCASION, *self._during(), *self._filters()
            )
        own = sa.alias(Entry.__table__, "own")
        period = self._selection.period
        during = own.c.day.between(period.first, period.last)
        held = sa.select(own.c.subject_id).where(own.c.what == What.OCCASION, during)
        # By IN, which both databases answer by a list made once; joined, SQLite walks it for each entry.
        return self._grouped(sa.func.count(Entry.occasion_id.distinct()).label("occasions")).where(
            Entry.what == What.ATTENDANCE, Entry.occasion_id.in_(held), *self._filters()
        )

    def _grouped(self, *counts: Any) -> sa.Select[Any]:
        return sa.select(*self.columns, *counts).select_from(Entry).group_by(*self.columns)

    def _during(self) -> list[Any]:
        """An occasion's own row has all its sessions, also those on the other side of New Year."""
        period = self._selection.period
        return [] if self._parts is not None else [Entry.day.between(period.first, period.last)]

    def _filters(self) -> list[Any]:
        asked = {name: getattr(self._selection, name) for name in _COLUMNS}
        filters = [_COLUMNS[name] == value for name, value in asked.items() if value is not None]
        return filters if self._parts is None else [*filters, Entry.part_id.in_(self._parts)]


def _parts_of(selection: Selection, occasions: Sequence[UUID] | None) -> Any:
    """What the entries of the period's occasions, or of the given ones of these, are found by."""
    during = Occasion.last_on.between(selection.period.first, selection.period.last)
    chosen = sa.select(Occasion.id).where(during)
    if occasions is not None:
        chosen = chosen.where(Occasion.id.in_(occasions))
    own = sa.alias(Entry.__table__, "own")
    sessions = sa.select(own.c.part_id).where(own.c.subject_id.in_(chosen), own.c.what == What.SESSION)
    return sa.union_all(chosen, sessions)
