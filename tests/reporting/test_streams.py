"""Any stream of events, doubled and reordered, gives the figures of a plain count over the last states."""

from typing import Any

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting import Grouping, tallies
from services.reporting.models import Base
from services.reporting.periods import parse
from services.reporting.selection import Selection
from services.reporting.tally import Tally
from shared import events
from shared.backbone import backbone
from shared.envelope import Event
from shared.service import reading, transaction
from tests.events import handed
from tests.reporting import stories
from tests.reporting.plain_model import PlainModel

YEAR = parse("2026")
OCCASIONS = ("a", "b", "c")
NAMES = ("r1", "r2", "r3", "r4", "r5", "r6")
DAYS = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-12-31", "2027-01-01")
STATES = (
    events.OccasionPublished,
    events.OccasionChanged,
    events.OccasionCompleted,
    events.OccasionCancelled,
)
STEPS = (
    events.ParticipantRegistered,
    events.ParticipantMovedUp,
    events.PlaceOffered,
    events.PlaceHeld,
    events.RegistrationApproved,
    events.ParticipantNamed,
    events.RegistrationChanged,
    events.RegistrationCancelled,
)
STATUSES = ("confirmed", "waiting", "offered", "held", "cancelled")
PLACES = (stories.NACKA, stories.SOLNA, stories.FARSTA, {"municipality": "0180", "district": "bromma"})


@st.composite
def occasion_states(draw: st.DrawFn) -> list[Event]:
    """A few states of the occasions, whose sessions move."""
    return [
        stories.occasion(
            name,
            [
                stories.meeting(f"{name}{number}", draw(st.sampled_from(DAYS)))
                for number in range(draw(st.integers(1, 2)))
            ],
            draw(st.sampled_from(STATES)),
            version,
        )
        for name in OCCASIONS
        for version in range(1, draw(st.integers(1, 4)))
    ]


@st.composite
def registration_states(draw: st.DrawFn) -> list[Event]:
    """A few states of the registrations; persons come back, change their place of work, or have no name."""
    return [
        stories.registration(
            name,
            draw(st.sampled_from(OCCASIONS)),
            draw(st.sampled_from(("Anna", "Bo", "Cecilia", stories.NOBODY))),
            draw(st.sampled_from(STEPS)),
            version,
            status=draw(st.sampled_from(STATUSES)),
            **draw(st.sampled_from(PLACES)),
        )
        for name in NAMES
        for version in range(1, draw(st.integers(1, 4)))
    ]


@st.composite
def attendance_lists(draw: st.DrawFn) -> list[Event]:
    """A few attendance lists of the sessions, corrected."""
    return [
        stories.attendance(
            name,
            stories.meeting(f"{name}{number}", draw(st.sampled_from(DAYS)), draw(st.sampled_from((1, 2.5)))),
            draw(st.lists(st.sampled_from(NAMES), unique=True)),
            version,
        )
        for name in OCCASIONS
        for number in range(2)
        for version in range(1, draw(st.integers(1, 3)))
    ]


@st.composite
def streams(draw: st.DrawFn) -> list[list[Event]]:
    """Batches of such events in any order, some of them delivered twice."""
    told = draw(occasion_states()) + draw(registration_states()) + draw(attendance_lists())
    again = draw(st.lists(st.sampled_from(told), max_size=10)) if told else []
    order = draw(st.permutations([*told, *again]))
    size = draw(st.integers(1, 20))
    return [order[start : start + size] for start in range(0, len(order), size)]


@given(batches=streams())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_gives_the_figures_of_the_last_states(app: Flask, batches: list[list[Event]]) -> None:
    _empty(app)
    for batch in batches:
        handed(app, *batch)
    model = PlainModel(event for batch in batches for event in batch)
    assert _figures(app, Grouping.MUNICIPALITY) == _all_of(model.tallies(YEAR, by_district=False), 1)
    assert _figures(app, Grouping.DISTRICT) == _all_of(model.tallies(YEAR, by_district=True), 2)


@given(batches=streams())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_adds_up_sums_to_the_region(app: Flask, batches: list[list[Event]]) -> None:
    _empty(app)
    for batch in batches:
        handed(app, *batch)
    region = _sums(_figures(app, Grouping.REGION))
    assert _sums(_figures(app, Grouping.MUNICIPALITY)) == region
    assert _sums(_figures(app, Grouping.DISTRICT)) == region


def _sums(counted: dict[Any, Tally]) -> dict[str, int]:
    names = ("registrations", "waiting", "cancellations", "attendances", "minutes")
    return {name: sum(getattr(tally, name) for tally in counted.values()) for name in names}


def _figures(app: Flask, grouping: Grouping) -> dict[Any, Tally]:
    with app.app_context(), reading() as session:
        return dict(tallies(session, Selection(period=YEAR), grouping))


def _all_of(counted: dict[Any, Tally], length: int) -> dict[Any, Tally]:
    return {place[:length]: tally for place, tally in counted.items()}


def _empty(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        for table in (*Base.metadata.sorted_tables, *backbone.sorted_tables):
            session.execute(sa.delete(table))
