"""The summaries: kept by difference they are what a rebuild makes, and they answer as the entries do."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting import entry_queries, pending, recount, summary_queries
from services.reporting.counting.rebuilding import rebuild_summaries
from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping
from services.reporting.models import Entry, Summary
from services.reporting.periods import codes_of, parse
from services.reporting.schedule import add_up
from shared import clock, events
from shared.envelope import Event, encode
from shared.inbox.tables import retries
from shared.service import reading, transaction
from tests.events import handed, inbox_of
from tests.reporting import stories
from tests.reporting.streams import emptied, streams

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
PERIODS = ("2025", "2026", "2026-H1", "2026-H2", "2026-T1", "2026-T3", "2026-01", "2026-06", "2027")
CUTS: tuple[dict[str, Any], ...] = (
    {}, {"employer": "private"}, {"side": "authority"}, {"role": "nurse"}, {"kind": "network"},
    {"form": "in_house"}, {"area": "Bemötande"}, {"activity": stories.id_of("other")},
    {"lecturer": stories.id_of("Eva")},
)  # fmt: skip
WHERE: tuple[dict[str, str], ...] = (
    {}, {"municipality": "0182"}, {"municipality": "0180"}, {"municipality": "0180", "district": "farsta"},
)  # fmt: skip


@given(batches=streams())
@FEW
def test_any_stream_leaves_the_entries_and_summaries_of_a_rebuild(
    app: Flask, batches: list[list[Event]]
) -> None:
    emptied(app)
    for batch in batches:
        handed(app, *batch)
    _hold(app)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Selection, Grouping]:
    """A question, most often one that the summaries can answer."""
    period = parse(draw(st.sampled_from(PERIODS)))
    given = draw(st.sampled_from(CUTS)) | draw(st.sampled_from(WHERE))
    return Selection(period=period, **given), draw(st.sampled_from(Grouping))


@given(batches=streams(), asked=st.lists(questions(), min_size=20, max_size=20))
@FEW
def test_summaries_answer_every_question_they_can_as_the_entries_do(
    app: Flask, batches: list[list[Event]], asked: list[tuple[Selection, Grouping]]
) -> None:
    emptied(app)
    handed(app, *(event for batch in batches for event in batch))
    with app.app_context(), reading() as session:
        for selection, grouping in asked:
            cut = summary_queries.cut_of(selection, grouping)
            if cut is not None:
                summed = summary_queries.tallies(session, selection, grouping, cut)
                assert summed == entry_queries.tallies(session, selection, grouping), (selection, grouping)


def test_what_is_corrected_afterwards_is_counted_where_it_belongs(app: Flask) -> None:
    day, moved = stories.meeting("day", "2026-03-12"), stories.meeting("day", "2025-03-12")
    handed(app, stories.attendance("course", day, ["anna", "bo"]), stories.registration("bo", "course"))
    handed(app, stories.registration("anna", "course"), stories.occasion("course", [day]))
    handed(app, stories.registration("anna", "course", "person of bo", version=2))
    handed(app, stories.occasion("course", [moved], events.OccasionChanged, 4, kind="network"))
    _hold(app)
    handed(app, stories.attendance("course", moved, [], version=2))
    with app.app_context(), reading() as session:
        found = session.execute(sa.select(Summary.period, Summary.count_of, Summary.value)).all()
    assert {row.period for row in found} == {"2025-03", "2025-T1", "2025-H1", "2025"}
    assert {row.count_of for row in found} == {"registrations", "network_meetings"}
    assert "course" not in {row.value for row in found}


def test_nothing_that_is_counted_leaves_no_summary(app: Flask) -> None:
    day = stories.meeting("day", "2026-03-12")
    handed(app, stories.occasion("course", [day]), stories.occasion("course", [], version=4))
    with app.app_context(), reading() as session:
        assert session.scalars(sa.select(Summary.period)).all() == []


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.parametrize("is_rush", [False, True])
def test_two_consumers_at_once_leave_the_summaries_of_a_rebuild(
    app: Flask, is_rush: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    barrier = Barrier(2)
    if is_rush:
        monkeypatch.setattr(recount, "FULL", 1)
        monkeypatch.setattr(recount, "MOST_PENDING", 20)

    def consume(batches: Sequence[Sequence[Event]]) -> None:
        with app.app_context():
            inbox = inbox_of(app)
            for batch in batches:
                barrier.wait(30)
                inbox.take([encode(event) for event in batch])

    with ThreadPoolExecutor(2) as consumers:
        list(consumers.map(consume, [[_half(number, part) for number in range(8)] for part in range(2)]))
    with app.app_context(), clock.at(clock.now() + timedelta(hours=1)):
        while inbox_of(app).retry_due():
            pass
        with reading() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(retries)) == 0
            assert session.scalar(sa.select(sa.func.count()).where(Entry.what == "attendance")) == 8 * 12
            assert bool(pending.number(session)) == is_rush
        add_up()
    _hold(app)


def test_a_day_lies_in_four_named_periods() -> None:
    assert codes_of(stories.at("2026-08-31").date()) == ("2026-08", "2026-T2", "2026-H2", "2026")


def _half(number: int, part: int) -> list[Event]:
    """Half of what happens on an occasion: registrations in one consumer, what they came to in the other."""
    day, name = stories.meeting(f"day {number}", f"2026-0{number % 3 + 1}-12"), f"course {number}"
    people = [f"r{number}.{person}" for person in range(12)]
    if part:
        return [stories.occasion(name, [day]), stories.attendance(name, day, people)]
    return [stories.registration(one, name, f"person {person}") for person, one in enumerate(people)]


def _hold(app: Flask) -> None:
    """What is kept is what is made anew."""
    kept = _stored(app)
    with app.app_context(), transaction() as session:
        rebuild_summaries(session)
    assert kept == _stored(app)


def _stored(app: Flask) -> tuple[set[Any], dict[Any, Any]]:
    with app.app_context(), reading() as session:
        entries = {tuple(row) for row in session.execute(sa.select(Entry.__table__))}
        rows = session.execute(sa.select(Summary.__table__)).all()
    return entries, {tuple(row)[:4]: row.places for row in rows}
