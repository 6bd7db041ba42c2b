"""Evaluation results: only what was published is shown, and a reason stands where nothing is."""

from typing import Any

import pytest
from flask import Flask

from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask
from tests.reporting.stories import cut


def _places(ask: Ask, **query: str) -> dict[tuple[str, str | None], Any]:
    items = ask("municipalities", **query).json["items"]
    return {(row["municipality"], row["district"]): row for row in items}


def _two_tertials(app: Flask) -> None:
    handed(
        app,
        stories.tertial(
            "2026-T1",
            cut("all", "all", 0, 1, 2, 10, 7, invited=40),
            cut("municipality", "0182", 0, 0, 1, 2, 2, invited=10),
            cut("district", "0180/farsta", 0, 0, 0, 3, 2, invited=6),
        ),
        stories.tertial(
            "2026-T2",
            cut("all", "all", 0, 0, 0, 5, 5, invited=20),
            cut("municipality", "0182", 1, 0, 0, 4, 0, invited=5),
        ),
    )


def test_a_tertials_results_are_shown_as_published(app: Flask, ask: Ask) -> None:
    _two_tertials(app)
    rows = _places(ask, period="2026-T1")
    nacka, farsta = rows["0182", None], rows["0180", "farsta"]
    assert (nacka["invited"], nacka["answered"], nacka["response_rate"]) == (10, 5, 0.5)
    assert (nacka["satisfied_share"], nacka["overall_mean"]) == (0.8, 4.2)
    assert (farsta["satisfied_share"], farsta["withheld"]) == (1.0, None)


def test_a_year_is_the_sum_of_its_published_tertials(app: Flask, ask: Ask) -> None:
    _two_tertials(app)
    nacka, region = _places(ask, period="2026")["0182", None], ask("totals", period="2026").json
    assert (nacka["answered"], nacka["satisfied_share"], nacka["overall_mean"]) == (10, 0.8, 3.8)
    assert (region["satisfied_share"], region["overall_mean"]) == (0.9, 4.27)
    assert region["published_tertials"] == ["2026-T1", "2026-T2"]


def test_a_place_with_too_few_answers_says_so(app: Flask, ask: Ask) -> None:
    _two_tertials(app)
    solna = _places(ask, period="2026-T1")["0184", None]
    assert (solna["satisfied_share"], solna["answered"], solna["withheld"]) == (None, None, "too_few")


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2026-T3"},
        {"period": "2026-H1"},
        {"period": "2026-03"},
        {"period": "2026-01-01..2026-04-29"},
        {"period": "2026-T1", "role": "manager"},
        {"period": "2026-T1", "form": "procured"},
        {"period": "2026", "kind": "course"},
    ],
)
def test_what_was_not_published_is_withheld(app: Flask, ask: Ask, query: dict[str, str]) -> None:
    _two_tertials(app)
    for row in (_places(ask, **query)["0182", None], ask("totals", **query).json):
        assert row["withheld"] == "not_published"
        assert row["satisfied_share"] is row["overall_mean"] is row["enough_knowledge_share"] is None


def test_the_days_of_a_tertial_are_the_tertial(app: Flask, ask: Ask) -> None:
    _two_tertials(app)
    assert ask("totals", period="2026-01-01..2026-04-30").json["satisfied_share"] == 0.85


def test_the_response_rate_counts_the_question_that_everybody_answers(app: Flask, ask: Ask) -> None:
    """More may have answered another question, whose cut hides other places."""
    nacka = cut("municipality", "0182", 0, 0, 0, 5, 2, invited=8)
    nacka["questions"][1] = stories.question("enough_knowledge", 0, 0, 0, 9, 3)
    farsta = cut("district", "0180/farsta", 0, 0, 0, 6, 0)
    farsta["questions"].pop(0)
    handed(app, stories.tertial("2026-T1", nacka, farsta))
    rows = _places(ask, period="2026-T1")
    assert (rows["0182", None]["answered"], rows["0182", None]["response_rate"]) == (7, 0.875)
    farsta = rows["0180", "farsta"]
    assert (farsta["answered"], farsta["invited"], farsta["response_rate"]) == (6, None, None)


def test_an_unknown_response_rate_is_empty_rather_than_wrong(app: Flask, ask: Ask) -> None:
    handed(app, stories.tertial("2026-T1", cut("municipality", "0182", 0, 0, 0, 5, 5)))
    nacka = _places(ask, period="2026")["0182", None]
    assert (nacka["answered"], nacka["invited"], nacka["response_rate"]) == (10, None, None)


def _three_evaluations(app: Flask) -> None:
    for name, form, state in (
        ("a", "procured", "closed"),
        ("b", "in_house", "closed"),
        ("c", "procured", "open"),
    ):
        handed(
            app,
            stories.occasion(name, [stories.meeting(f"day {name}", "2026-03-01")], form=form),
            stories.responses(name, state, 10, 6),
        )


def test_the_regions_response_rate_is_that_of_the_closed_evaluations(app: Flask, ask: Ask) -> None:
    _three_evaluations(app)
    for period in ("2026", "2026-03"):  # counts are no answers: any period and form may be asked for
        region = ask("totals", period=period).json
        assert (region["invited"], region["answered"], region["response_rate"]) == (20, 12, 0.6)
    assert ask("totals", period="2026", form="procured").json["answered"] == 6
    assert ask("totals", period="2026-02").json["response_rate"] is None


def test_who_answered_is_not_counted_by_what_they_are(app: Flask, ask: Ask) -> None:
    _three_evaluations(app)
    row = ask("totals", period="2026", role="manager").json
    assert row["invited"] is row["answered"] is row["response_rate"] is None


def _occasion(app: Flask, ask: Ask, *more: Any, **query: str) -> Any:
    handed(app, stories.occasion("course", [stories.meeting("day", "2026-02-01")]), *more)
    (row,) = ask("occasions", period="2026", **query).json["items"]
    return row


def test_an_open_evaluation_shows_its_counts_alone(app: Flask, ask: Ask) -> None:
    row = _occasion(app, ask, stories.responses("course", "open", 12, 7))
    assert (row["invited"], row["answered"], row["response_rate"]) == (12, 7, 0.5833)
    assert (row["satisfied_share"], row["withheld"]) == (None, "open")


def test_a_closed_evaluation_with_few_answers_stays_withheld(app: Flask, ask: Ask) -> None:
    row = _occasion(app, ask, stories.responses("course", "closed", 12, 4))
    assert (row["answered"], row["satisfied_share"], row["withheld"]) == (4, None, "too_few")


def test_a_published_occasion_shows_its_results_whichever_came_first(app: Flask, ask: Ask) -> None:
    handed(app, stories.results("course", 0, 0, 1, 4, 5))
    row = _occasion(app, ask, stories.responses("course", "closed", 12, 10))
    assert (row["satisfied_share"], row["overall_mean"], row["withheld"]) == (0.9, 4.4, None)


def test_an_occasions_results_are_not_cut_by_its_participants(app: Flask, ask: Ask) -> None:
    handed(app, stories.results("course", 0, 0, 1, 4, 5))
    row = _occasion(app, ask, stories.responses("course", "closed", 12, 10), role="manager")
    assert (row["satisfied_share"], row["answered"], row["withheld"]) == (None, None, "not_published")
