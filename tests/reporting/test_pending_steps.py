"""Steps of a full batch are left pending: readers add them to the summaries, and a later batch for good."""

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings

from services.reporting.counting import entry_queries, locks, pending, recount, summary_queries
from services.reporting.counting.rebuilding import rebuild_summaries
from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping
from services.reporting.models import Summary
from services.reporting.periods import parse
from services.reporting.schedule import add_up
from shared.envelope import Event
from shared.service import reading, transaction
from tests.events import handed
from tests.reporting import stories
from tests.reporting.streams import emptied, streams

ASKED = [
    Selection(period=parse(period), **where)
    for period in ("2026", "2026-T1")
    for where in ({}, {"municipality": "0180"}, {"kind": "network"})
]


@given(batches=streams())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_pending_steps_count_as_if_they_were_added(app: Flask, batches: list[list[Event]]) -> None:
    emptied(app)
    told = [event for batch in batches for event in batch]
    for number, start in enumerate(range(0, len(told), 25)):
        handed(app, *told[start : start + 25], *_many_that_count_nowhere(number))
    with app.app_context(), reading() as session:
        assert not session.scalars(sa.select(Summary.period)).all()
        for selection in ASKED:
            for grouping in Grouping:
                cut = summary_queries.cut_of(selection, grouping)
                if cut is not None:
                    summed = summary_queries.tallies(session, selection, grouping, cut)
                    assert summed == entry_queries.tallies(session, selection, grouping), (
                        selection,
                        grouping,
                    )


@given(batches=streams())
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_batch_that_is_not_full_adds_what_is_pending(app: Flask, batches: list[list[Event]]) -> None:
    emptied(app)
    for number in range(2):
        handed(
            app,
            *(event for batch in batches[number::2] for event in batch),
            *_many_that_count_nowhere(number),
        )
    day = stories.meeting("day", "2026-03-12")
    handed(app, stories.occasion("course", [day]), stories.registration("anna", "course"))
    kept = _summaries(app)
    with app.app_context(), transaction() as session:
        assert pending.number(session) == 0
        rebuild_summaries(session)
    assert kept == _summaries(app)


def _many_that_count_nowhere(number: int) -> list[Event]:
    """Registrations for an occasion that is not known yet: they make a batch a full one."""
    return [stories.registration(f"{number} {one}", "unknown") for one in range(recount.FULL)]


def _summaries(app: Flask) -> dict[object, object]:
    with app.app_context(), reading() as session:
        return {tuple(row)[:4]: row.places for row in session.execute(sa.select(Summary.__table__))}


def test_what_a_rush_left_pending_is_added_by_itself(app: Flask) -> None:
    day = stories.meeting("day", "2026-03-12")
    handed(
        app,
        stories.occasion("course", [day]),
        stories.registration("anna", "course"),
        *_many_that_count_nowhere(0),
    )
    assert not _summaries(app)
    with app.app_context():
        add_up()
        with reading() as session:
            assert pending.number(session) == 0
    assert _summaries(app)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_rush_goes_on_while_somebody_adds_what_is_pending(app: Flask) -> None:
    rush = [*_many_that_count_nowhere(0), stories.occasion("course", [stories.meeting("day", "2026-03-12")])]
    with app.app_context(), transaction() as session:
        locks.hold_summaries(session)
        handed(app, *rush, stories.registration("anna", "course"))
        assert pending.number(session) > 0
