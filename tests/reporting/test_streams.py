"""Any stream of events, doubled and reordered, gives the figures of a plain count over the last states."""

from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings

from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.measures.tally import Tally
from services.reporting.periods import parse
from shared.envelope import Event
from shared.service import reading
from tests.events import handed
from tests.reporting.plain_model import PlainModel
from tests.reporting.streams import emptied, streams

YEAR = parse("2026")


@given(batches=streams())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_gives_the_figures_of_the_last_states(app: Flask, batches: list[list[Event]]) -> None:
    emptied(app)
    for batch in batches:
        handed(app, *batch)
    model = PlainModel(event for batch in batches for event in batch)
    assert _figures(app, Grouping.MUNICIPALITY) == _all_of(model.tallies(YEAR, by_district=False), 1)
    assert _figures(app, Grouping.DISTRICT) == _all_of(model.tallies(YEAR, by_district=True), 2)


@given(batches=streams())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_adds_up_sums_to_the_region(app: Flask, batches: list[list[Event]]) -> None:
    emptied(app)
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
