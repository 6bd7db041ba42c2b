"""Publishing a tertial: its cuts are computed and suppressed once, stored, and its tallies erased."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.cuts import PublishedUnit, Tallies, cuts_of
from services.evaluation.models import Evaluation, PublishedTertial, Reach, Tally, Unit
from services.evaluation.operations.tallying import DIMENSIONS
from services.evaluation.operations.units import one_at_a_time
from services.evaluation.operations.wiping import leave_nothing
from services.evaluation.problems import (
    EvaluationsAreOpen,
    NothingToPublish,
    TertialIsNotOver,
    TertialIsUnknown,
)
from services.evaluation.queries.questionnaires import library
from services.evaluation.results import counts_of
from services.evaluation.tertials import is_tertial, last_day
from shared import clock, events
from shared.audit import note
from shared.outbox import emit
from shared.service import service


def publish_tertial(session: Session, tertial: str) -> PublishedTertial:
    """Publish a tertial's results, once; asked again, give what was published.

    Raises TertialIsUnknown, TertialIsNotOver, EvaluationsAreOpen, NothingToPublish.
    """
    if not is_tertial(tertial):
        raise TertialIsUnknown()
    one_at_a_time(session)
    earlier = session.get(PublishedTertial, tertial)
    if earlier is not None:
        return earlier
    if clock.today() <= last_day(tertial):
        raise TertialIsNotOver()
    if _is_any_open(session, tertial):
        raise EvaluationsAreOpen()
    units = _units(session, tertial)
    if not units:
        raise NothingToPublish()
    note(session, "tertial.published", tertial)
    return _publish(session, tertial, units)


def publish_ended_tertials(session: Session) -> int:
    """Publish the tertials that ended long enough ago and wait for nobody; returns how many."""
    latest = clock.today() - timedelta(days=service().settings.tertial_wait)
    waiting = session.scalars(
        sa.select(Unit.tertial)
        .where(Unit.purpose == "occasion", Unit.results.is_not(None))
        .where(Unit.tertial.not_in(sa.select(PublishedTertial.tertial)))
        .distinct()
        .order_by(Unit.tertial)
    )
    ready = [
        tertial for tertial in waiting if last_day(tertial) < latest and not _is_any_open(session, tertial)
    ]
    for tertial in ready:
        publish_tertial(session, tertial)
    return len(ready)


def _is_any_open(session: Session, tertial: str) -> bool:
    # An earlier tertial's too: once that one is published, its late answers count in this one.
    still_open = sa.select(Evaluation.id).where(
        Evaluation.purpose == "occasion", Evaluation.state == "open", Evaluation.tertial <= tertial
    )
    return session.scalar(still_open.limit(1)) is not None


def _publish(session: Session, tertial: str, units: Sequence[Unit]) -> PublishedTertial:
    cuts = cuts_of(library(session), _with_reach(session, units), _tallies(session, tertial))
    published = PublishedTertial(tertial=tertial, published_on=clock.today(), cuts=cuts)
    session.add(published)
    leave_nothing(session)
    untracked = {"synchronize_session": False}
    session.execute(sa.delete(Tally).where(Tally.tertial == tertial), execution_options=untracked)
    reaches = sa.delete(Reach).where(Reach.unit_id.in_([unit.id for unit in units]))
    session.execute(reaches, execution_options=untracked)
    emit(session, events.TertialResultsPublished(tertial, version=1, cuts=cuts))
    return published


def _units(session: Session, tertial: str) -> Sequence[Unit]:
    mine = sa.select(Unit).where(
        Unit.purpose == "occasion", Unit.tertial == tertial, Unit.results.is_not(None)
    )
    return session.scalars(mine).all()


def _with_reach(session: Session, units: Sequence[Unit]) -> list[PublishedUnit]:
    invited = _invited(session, units)
    reached: dict[UUID, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    tallied = {code: item.is_tallied for code, item in library(session).questions.items()}
    rows = sa.select(Reach).where(Reach.unit_id.in_([unit.id for unit in units]))
    for row in session.scalars(rows):
        reached[row.unit_id][row.dimension][row.value] = row.invited
    return [
        PublishedUnit(
            unit.id,
            invited[unit.id],
            {item["code"]: counts_of(item) for item in unit.results or () if tallied[item["code"]]},
            None if unit.is_pool else reached[unit.id],
        )
        for unit in units
    ]


def _invited(session: Session, units: Sequence[Unit]) -> dict[UUID, int]:
    """How many each unit's evaluations had asked."""
    rows = session.execute(
        sa.select(Unit.id, sa.func.sum(Evaluation.invited))
        .join(Evaluation, Evaluation.unit_id == Unit.id)
        .where(Unit.id.in_([unit.id for unit in units]))
        .group_by(Unit.id)
    )
    return {row[0]: int(row[1]) for row in rows}


def _tallies(session: Session, tertial: str) -> Tallies:
    tallies: dict[str, dict[str, dict[str, Counter[str]]]] = {
        dimension: defaultdict(lambda: defaultdict(Counter)) for dimension in DIMENSIONS
    }
    for row in session.scalars(sa.select(Tally).where(Tally.tertial == tertial)):
        tallies[row.dimension][row.question][row.value][row.answer] = row.count
    return tallies
