"""Named representatives and network meetings: place by place, and as goals."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask

from shared import clock, events
from shared.envelope import Event
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask
from tests.reporting.stories import FARSTA, NACKA, SOLNA

T1 = {"period": "2026-T1"}


def _mandates(place: str, *days: tuple[str, date, date | None], version: int = 1) -> Event:
    mandates = [{"kind": kind, "from_on": first, "to_on": last} for kind, first, last in days]
    return events.RepresentativesChanged(place, version=version, mandates=mandates)


def _row(ask: Ask, name: str, **query: str) -> dict[str, Any]:
    rows = ask("municipalities", **T1 | query).json["items"]
    return next(row for row in rows if row["name"] == name)


def _goal(ask: Ask, code: str) -> dict[str, Any]:
    return next(item for item in ask("goals", **T1).json["items"] if item["code"] == code)


def test_mandates_are_counted_on_the_last_day_of_the_period(app: Flask, ask: Ask) -> None:
    since = date(2025, 1, 1)
    handed(
        app,
        _mandates("0182", ("cka", since, None), ("competence", since, None), version=2),
        _mandates("0182", version=1),  # an older one that comes late
        _mandates("0180/farsta", ("cka", since, date(2026, 4, 30))),
        _mandates("0184", ("cka", since, date(2026, 4, 29)), ("cka", date(2026, 5, 1), None)),
    )
    found = {
        name: _row(ask, name)["named_representatives"] for name in ("Nacka", "Farsta", "Stockholm", "Solna")
    }
    assert found == {"Nacka": 2, "Farsta": 1, "Stockholm": 1, "Solna": 0}
    assert ask("totals", **T1).json["named_representatives"] == 3
    assert ask("totals", **T1, role="nurse").json["named_representatives"] is None
    goal = _goal(ask, "named_representatives")
    assert (goal["value"], goal["of"], goal["status"]) == (round(2 / 36, 4), 36, "not_met")
    assert "Solna" in goal["missing"]
    assert not {"Nacka", "Farsta", "Stockholm"} & set(goal["missing"])


def test_of_a_period_that_runs_it_is_the_mandates_of_today(app: Flask, ask: Ask) -> None:
    handed(app, _mandates("0182", ("cka", date(2026, 1, 1), date(2026, 3, 1))))
    with clock.at(datetime(2026, 2, 1, 12, tzinfo=UTC)):
        assert ask("totals", **T1).json["named_representatives"] == 1
    with clock.at(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        assert ask("totals", **T1).json["named_representatives"] == 0


def test_before_the_first_mandate_there_is_nothing_to_follow_up(app: Flask, ask: Ask) -> None:
    handed(app, _mandates("0182", ("cka", date(2026, 9, 1), None)))
    assert _goal(ask, "named_representatives")["status"] == "no_data"


def _network(app: Flask, name: str, day: str, *present: dict[str, Any], kind: str = "network") -> None:
    meeting = stories.meeting(f"meeting {name}", day)
    people = [f"{name} {number}" for number in range(len(present))]
    told = [
        stories.registration(person, name, **place) for person, place in zip(people, present, strict=True)
    ]
    handed(app, stories.occasion(name, [meeting], kind=kind), *told)
    handed(app, stories.attendance(name, meeting, people))


def test_a_municipality_was_at_the_network_meetings_where_somebody_of_it_was(app: Flask, ask: Ask) -> None:
    _network(app, "first", "2026-02-01", NACKA, NACKA, FARSTA)
    _network(app, "second", "2026-03-01", NACKA | {"role": "nurse"})
    _network(app, "course", "2026-03-02", SOLNA, kind="course")
    shares = {
        name: _row(ask, name)["network_attendance"] for name in ("Nacka", "Stockholm", "Farsta", "Solna")
    }
    assert shares == {"Nacka": 1, "Stockholm": 0.5, "Farsta": 0.5, "Solna": 0}
    assert _row(ask, "Nacka", role="nurse")["network_attendance"] == 0.5  # of all that were held
    totals = ask("totals", **T1).json
    assert (totals["network_meetings"], totals["network_attendance"]) == (2, round(3 / 52, 4))
    goal = _goal(ask, "network_attendance")
    assert (goal["value"], goal["of"], goal["status"]) == (totals["network_attendance"], 2, "not_met")
    assert "Nacka" not in goal["missing"]


def test_without_network_meetings_there_is_no_share(app: Flask, ask: Ask) -> None:
    _network(app, "course", "2026-03-02", SOLNA, kind="course")
    assert ask("totals", **T1).json["network_attendance"] is None
    assert _goal(ask, "network_attendance")["status"] == "no_data"


def test_a_goal_for_each_activity_is_judged_by_the_one_with_fewest(app: Flask, ask: Ask) -> None:
    assert _goal(ask, "half_in_each_activity")["status"] == "no_data"
    _network(app, "wide", "2026-02-01", *({"municipality": code, "district": None} for code in _CODES))
    assert _goal(ask, "half_in_each_activity")["status"] == "met"
    lone = stories.meeting("lone day", "2026-02-02")
    other = {"activity_id": stories.id_of("other activity")}
    handed(app, stories.occasion("Ensam", [lone], **other), stories.registration("x", "Ensam"))
    handed(app, stories.attendance("Ensam", lone, ["x"]))
    goal = _goal(ask, "half_in_each_activity")
    assert (goal["value"], goal["of"], goal["missing"]) == (round(1 / 26, 4), 2, ["Ensam"])


_CODES = (
    "0114", "0115", "0117", "0120", "0123", "0125", "0126", "0127", "0128", "0136", "0138", "0139", "0182",
)  # fmt: skip
