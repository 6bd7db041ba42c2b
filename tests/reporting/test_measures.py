"""The measures by themselves: definitions, shares, how figures are written, and the shades of the map."""

import pytest

from services.reporting.dashboard.tile_map import tile_map
from services.reporting.measures.catalogue import BY_CODE, MEASURES
from services.reporting.measures.measure import Basis, Unit, Value, share
from services.reporting.measures.tally import Answers, Question, Tally
from services.reporting.measures.written import change, written
from shared.region import Region


def test_every_measure_says_what_it_is_and_how_it_is_computed() -> None:
    assert len(BY_CODE) == len(MEASURES)
    for measure in MEASURES:
        assert str(measure.sentence).endswith(".")
        assert str(measure.formula).endswith(".")


def test_a_share_of_nothing_is_no_share() -> None:
    assert share(0, 0) is share(None, 5) is share(3, None) is None
    assert share(0, 5) == 0


def test_without_answers_every_evaluation_measure_is_empty() -> None:
    basis = Basis(Tally(), Answers(None, 0, {"overall": Question()}))
    values = {measure.code: measure.value(basis) for measure in MEASURES if measure.kind == "evaluation"}
    assert values.pop("answered") == 0
    assert set(values.values()) == {None}


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (Unit.COUNT, 1234, "1,234"),
        (Unit.HOURS, 1234.5, "1,234.5"),
        (Unit.HOURS, 3.0, "3"),
        (Unit.SHARE, 0.875, "88%"),
        (Unit.MEAN, 4.25, "4.25"),
        (Unit.MEAN, None, "–"),
    ],
)
def test_figures_are_written_by_their_unit(unit: Unit, value: Value, text: str, english: None) -> None:
    assert written(unit, value) == text


@pytest.mark.parametrize(
    ("unit", "now", "before", "text"),
    [
        (Unit.COUNT, 110, 100, "+10%"),
        (Unit.COUNT, 90, 100, "−10%"),
        (Unit.COUNT, 1000, 1001, "unchanged"),
        (Unit.COUNT, 5, 0, None),
        (Unit.COUNT, 5, None, None),
        (Unit.SHARE, 0.9, 0.87, "+3 percentage points"),
        (Unit.SHARE, 0.874, 0.871, "unchanged"),
        (Unit.MEAN, 4.1, 4.3, "−0.2"),
    ],
)
def test_a_step_is_told_in_its_own_terms(
    unit: Unit, now: Value, before: Value, text: str | None, english: None
) -> None:
    assert change(unit, now, before) == text


def test_the_map_shades_as_many_municipalities_in_each_step(english: None) -> None:
    codes = [item.code for item in Region.load("jonkoping").municipalities]
    rows = [
        {"municipality": code, "district": None, "hours": 10.0 * number if number else 0}
        for number, code in enumerate(codes)
    ]
    drawn = tile_map(Region.load("jonkoping"), rows, BY_CODE["hours"])
    shades = sorted(tile.shade for tile in drawn.tiles)
    assert shades == [0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5]
    assert [entry.shade for entry in drawn.legend] == [1, 2, 3, 4, 5]


def test_the_map_of_equal_municipalities_has_one_shade(english: None) -> None:
    region = Region.load("jonkoping")
    rows = [{"municipality": item.code, "district": None, "hours": 2.0} for item in region.municipalities]
    assert {tile.shade for tile in tile_map(region, rows, BY_CODE["hours"]).tiles} == {5}
