"""Who sees what: representatives their municipality, lecturers their occasions, nobody without a role."""

from typing import Any

import pytest
from flask import Flask

from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask
from tests.reporting.stories import FARSTA, NACKA, cut, id_of

# What is asked here does not hang on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

OF_NACKA = {"municipality": "0182"}
LISA = {"contact_id": id_of("Lisa")}


def _two_courses(app: Flask) -> None:
    for name, place, lecturer in (("a", NACKA, "Lisa"), ("b", FARSTA, "Omar")):
        day = stories.meeting(f"day {name}", "2026-02-01", hours=2)
        handed(
            app,
            stories.occasion(name, [day], lecturer_contact_id=id_of(lecturer)),
            stories.registration(f"r{name}", name, **place),
            stories.attendance(name, day, [f"r{name}"]),
        )
    handed(
        app,
        stories.tertial(
            "2026-T1",
            cut("all", "", 0, 0, 0, 10, 10),
            cut("municipality", "0182", 0, 0, 1, 2, 2),
        ),
    )


def test_a_representative_has_no_row_but_their_own(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    answer = ask("municipalities", "representative", OF_NACKA, period="2026")
    assert [row["municipality"] for row in answer.json["items"]] == ["0182"]
    city = ask("municipalities", "representative", {"municipality": "0180"}, period="2026")
    assert city.json["total"] == 12


def test_a_representatives_totals_are_those_of_their_municipality(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    answer = ask("totals", "representative", OF_NACKA, period="2026-T1").json
    assert (answer["name"], answer["participants"], answer["answered"]) == ("Nacka", 1, 5)


FILES = ["municipalities.csv", "municipalities.xlsx", "municipalities.pdf"]


@pytest.mark.parametrize("path", ["municipalities", *FILES, "totals", "occasions"])
def test_a_representative_who_names_another_municipality_is_refused(ask: Ask, path: str) -> None:
    answer = ask(path, "representative", OF_NACKA, period="2026", municipality="0180")
    assert (answer.status_code, answer.json["type"].rpartition(":")[2]) == (403, "not_your_municipality")


def test_a_representative_sees_no_results_of_whole_occasions(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    handed(app, stories.responses("a", "closed", 9, 9), stories.results("a", 0, 0, 0, 4, 5))
    rows = ask("occasions", "representative", OF_NACKA, period="2026").json["items"]
    assert {row["withheld"] for row in rows} == {"not_published"}


def test_a_lecturer_sees_own_occasions_alone(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    rows = ask("occasions", "lecturer", LISA, period="2026").json["items"]
    totals = ask("totals", "lecturer", LISA, period="2026-T1").json
    assert [row["title"] for row in rows] == ["a"]
    assert (totals["occasions_held"], totals["participants"], totals["withheld"]) == (1, 1, "not_published")


def test_a_lecturer_without_a_contact_sees_nothing(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    assert ask("occasions", "lecturer", period="2026").json["total"] == 0
    assert ask("totals", "lecturer", period="2026").json["participants"] == 0


def test_goals_are_not_for_lecturers_and_name_nobody_to_representatives(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    assert ask("goals", "lecturer", LISA).status_code == 403
    goals = ask("goals", "representative", OF_NACKA, period="2026").json["items"]
    assert [goal["missing"] for goal in goals] == [[]] * len(goals)


@pytest.mark.parametrize("path", ["municipalities", *FILES, "totals", "occasions", "goals", "periods"])
def test_nobody_asks_without_a_token(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/reporting/api/{path}?period=2026").status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2026-T4"},
        {"period": "tjugosex"},
        {"period": "2026-13"},
        {"period": "2026-03-01..2026-02-01"},
        {"period": "2026-02-30..2026-03-01"},
        {"period": "1066"},
        {"period": "2026", "role": "astronaut"},
        {"period": "2026", "municipality": "9999"},
        {"period": "2026", "kind": "party"},
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(ask: Ask, query: dict[str, Any]) -> None:
    answer = ask("municipalities", **query)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
