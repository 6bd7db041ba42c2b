"""Goals against outcome."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from shared import clock
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask


def _goal(ask: Ask, code: str, **query: str) -> dict[str, Any]:
    goals = ask("goals", **({"period": "2026"} | query)).json["items"]
    return next(goal for goal in goals if goal["code"] == code)


def _evaluated(app: Flask, name: str, form: str, *counts: int) -> None:
    day = stories.meeting(f"day {name}", "2026-02-01")
    handed(app, stories.occasion(name, [day], form=form), stories.results(name, *counts))


def test_a_goal_on_procured_courses_adds_up_their_published_results(app: Flask, ask: Ask) -> None:
    _evaluated(app, "a", "procured", 0, 0, 1, 4, 5)
    _evaluated(app, "b", "procured", 0, 0, 1, 5, 4)
    _evaluated(app, "c", "cooperation", 5, 0, 0, 1, 4)
    procured, cooperation = _goal(ask, "procured_satisfied"), _goal(ask, "cooperation_satisfied")
    assert (procured["value"], procured["of"], procured["status"]) == (0.9, 20, "met")
    assert (cooperation["value"], cooperation["status"]) == (0.5, "not_met")


def test_a_goal_without_results_says_why(app: Flask, ask: Ask) -> None:
    assert _goal(ask, "procured_satisfied")["status"] == "no_data"
    handed(
        app,
        stories.occasion("small", [stories.meeting("day", "2026-02-01")]),
        stories.responses("small", "closed", 6, 3),
    )
    assert _goal(ask, "procured_satisfied")["status"] == "too_few"
    assert _goal(ask, "cooperation_satisfied")["status"] == "no_data"


def test_the_goal_of_knowledge_covers_every_form(app: Flask, ask: Ask) -> None:
    _evaluated(app, "a", "procured", 0, 0, 0, 4, 5)
    _evaluated(app, "b", "in_house", 0, 0, 3, 4, 4)
    goal = _goal(ask, "enough_knowledge")
    assert (goal["value"], goal["of"], goal["status"]) == (0.85, 20, "met")


def test_the_goal_that_all_take_part_names_those_who_have_not(app: Flask, ask: Ask) -> None:
    assert _goal(ask, "every_place_takes_part")["status"] == "no_data"
    _attended(app, "2026-02-01", "anna")
    goal = _goal(ask, "every_place_takes_part")
    assert (goal["status"], goal["of"], goal["value"]) == ("not_met", 36, round(1 / 36, 4))
    assert "Nacka" not in goal["missing"]
    assert {"Farsta", "Solna"} <= set(goal["missing"])
    assert "Stockholm" not in goal["missing"]  # its districts stand for it


def test_a_running_year_is_compared_with_the_same_days_of_the_last(app: Flask, ask: Ask) -> None:
    officer = {"role": "case_officer"}
    _attended(app, "2025-02-01", "anna", **officer)
    _attended(app, "2025-11-01", "bo", **officer)
    _attended(app, "2026-02-01", "cia", **officer)
    _attended(app, "2026-02-02", "dan", **officer)
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        goal = _goal(ask, "case_officers_rise")
    assert (goal["value"], goal["target"], goal["status"]) == (2, 1, "met")
    with clock.at(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        goal = _goal(ask, "case_officers_rise")
    assert (goal["value"], goal["target"], goal["status"]) == (2, 2, "not_met")


def test_a_first_year_has_nothing_to_rise_from(app: Flask, ask: Ask) -> None:
    _attended(app, "2026-02-01", "anna", role="case_officer")
    goal = _goal(ask, "case_officers_rise")
    assert (goal["value"], goal["status"]) == (1, "no_data")


def test_periods_tell_which_tertials_are_published(app: Flask, ask: Ask) -> None:
    _attended(app, "2025-02-01", "anna")
    handed(app, stories.tertial("2025-T1", stories.cut("all", "", 0, 0, 0, 5, 5)))
    items = {item["period"]: item for item in ask("periods").json["items"]}
    assert list(items) == ["2025", "2025-T3", "2025-T2", "2025-T1"]
    assert items["2025"]["published_tertials"] == items["2025-T1"]["published_tertials"] == ["2025-T1"]
    assert items["2025-T2"]["published_tertials"] == []


def _attended(app: Flask, day: str, person: str, **facts: Any) -> None:
    name = f"{person} {day}"
    session = stories.meeting(f"day {name}", day)
    handed(
        app,
        stories.occasion(name, [session]),
        stories.registration(f"r {name}", name, person, **facts),
        stories.attendance(name, session, [f"r {name}"]),
    )
