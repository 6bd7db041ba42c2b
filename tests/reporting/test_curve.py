"""The year's curve, and what a period is held against."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from services.reporting.counting.selection import Selection
from services.reporting.dashboard.curve import BOTTOM, TOP, Curve, _scale, curve
from services.reporting.periods import parse
from shared import clock
from shared.service import reading
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask, Look
from tests.reporting.pages import Tables

# What is asked here does not hang on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def _two_springs(app: Flask) -> None:
    """Four hours of one person in February 2025; six of two in March 2026, two of one in April."""
    for name, day, hours, present in (
        ("a", "2025-02-03", 4, ["Anna"]),
        ("b", "2026-03-02", 3, ["Anna", "Bo"]),
        ("c", "2026-04-02", 2, ["Anna"]),
    ):
        held = stories.meeting(f"day {name}", day, hours)
        places = [stories.registration(f"{person} {name}", name, person) for person in present]
        handed(app, stories.occasion(name, [held]), *places)
        handed(app, stories.attendance(name, held, [f"{person} {name}" for person in present]))


def _curve(app: Flask, period: str) -> Curve:
    with app.app_context(), reading() as session:
        return curve(session, Selection(period=parse(period)))


def test_the_curve_has_both_years_and_stops_at_the_month_that_runs(app: Flask) -> None:
    _two_springs(app)
    with clock.at(datetime(2026, 4, 20, tzinfo=UTC)):
        participants, hours = _curve(app, "2026").charts
    assert participants.now.values == (now := [0, 0, 2, 1, *[None] * 8]), now
    assert hours.before.values == [0, 4, *[0] * 10]
    assert (len(hours.now.points), len(hours.before.points)) == (4, 12)
    assert hours.highest == 2
    assert hours.now.points[2][1] == TOP  # six of six


def test_a_tertial_is_marked_among_the_months_of_its_year(app: Flask) -> None:
    _two_springs(app)
    assert _curve(app, "2026").chosen is None
    begins, width = _curve(app, "2026-T1").chosen or (0, 0)
    assert begins < _curve(app, "2026").places[0] < _curve(app, "2026").places[3] < begins + width


def test_a_year_without_anything_has_a_flat_curve(app: Flask) -> None:
    found = _curve(app, "2024")
    assert found.is_empty
    assert {height for chart in found.charts for _, height in chart.now.points} == {BOTTOM}


@pytest.mark.parametrize("highest", [0.5, 1, 3, 7, 9, 11, 99, 101, 1234.5, 71065])
def test_the_scale_reaches_the_highest_value_in_few_round_steps(app: Flask, highest: float) -> None:
    scale = _scale(highest)
    assert 2 <= len(scale) <= 5
    assert scale[-2] < highest <= scale[-1]


def test_the_table_beside_the_curve_says_what_the_totals_of_each_month_say(
    app: Flask, ask: Ask, look: Look
) -> None:
    _two_springs(app)
    rows = {row[0]: row[1:] for row in Tables(look("", period="2026").text).rows if len(row) == 5}
    for month, code in (("feb", "02"), ("mars", "03"), ("apr", "04")):
        now, before = (ask("totals", period=f"{year}-{code}").json for year in (2026, 2025))
        figures = [now["participants"], before["participants"], now["hours"], before["hours"]]
        assert rows[month] == [f"{figure:g}" for figure in figures]


def test_totals_stand_beside_the_period_before_and_the_year_before(app: Flask, ask: Ask) -> None:
    _two_springs(app)
    found = ask("totals", period="2026-T1").json
    assert (found["participants"], found["year_before"]["participants"]) == (2, 1)
    assert found["year_before"]["period"] == "2025-T1"
    assert (found["period_before"]["period"], found["period_before"]["hours"]) == ("2025-T3", 0)


def test_a_period_that_runs_is_held_against_as_many_days_of_the_year_before_alone(
    app: Flask, ask: Ask
) -> None:
    _two_springs(app)
    with clock.at(datetime(2026, 1, 20, 9, tzinfo=UTC)):
        found = ask("totals", period="2026").json
    assert found["period_before"] is None
    assert (found["year_before"]["last_on"], found["year_before"]["hours"]) == ("2025-01-20", 0)
