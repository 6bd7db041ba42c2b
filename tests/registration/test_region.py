"""The region's lists: what is added, closed and counted, and how every service hears of it."""

from typing import Any

import pytest
from flask import Flask

from services.registration.operations import region as operations
from services.registration.operations.staff_numbers import record_staff
from services.registration.problems import AlreadyInTheRegion, NumbersAreWrong, TileIsTaken
from shared import clock, events
from shared.region import Region
from shared.service import EXTENSION, service
from tests.events import emitted
from tests.registration.region_keeping import Keeper


@pytest.fixture
def keeper(app: Flask) -> Keeper:
    """The office at work, on each database."""
    return Keeper(app)


def _region(app: Flask) -> Region:
    with app.app_context():
        return service().region


def _new(**given: Any) -> dict[str, Any]:
    return {"code": "0199", "name": "Nyköping", "column": 0, "row": 12, "staff": 200} | given


def _number(municipality: str, year: int, staff: int, district: str | None = None) -> dict[str, Any]:
    return {"municipality": municipality, "district": district, "year": year, "staff": staff}


def test_an_added_municipality_is_in_the_region_at_once(app: Flask, keeper: Keeper) -> None:
    assert _region(app).municipality("0199") is None
    keeper.does(operations.add_municipality, _new())
    found = _region(app).municipality("0199")
    assert found is not None
    assert (found.name, found.tile, found.staff(clock.today().year)) == ("Nyköping", (0, 12), 200)


def test_each_change_tells_the_whole_region_with_a_higher_version(app: Flask, keeper: Keeper) -> None:
    keeper.does(operations.add_municipality, _new())
    keeper.does(operations.change_municipality, "0199", {"is_closed": True})
    told = [event for event in emitted(app) if event.type is events.RegionChanged]
    assert [event.version for event in told] == [1, 2]
    assert {event.subject for event in told} == {"stockholm"}
    region = app.extensions[EXTENSION].known_region.file.with_lists(told[-1]["content"])
    assert region == _region(app)


def test_a_change_that_changes_nothing_tells_nothing(app: Flask, keeper: Keeper) -> None:
    keeper.does(operations.change_municipality, "0182", {"name": "Nacka", "is_closed": False})
    assert emitted(app) == []


def test_a_failed_change_leaves_the_region_as_it_was(app: Flask, keeper: Keeper) -> None:
    with pytest.raises(AlreadyInTheRegion):
        keeper.does(operations.add_municipality, _new(code="0182"))
    with pytest.raises(AlreadyInTheRegion):
        keeper.does(operations.add_municipality, _new(name="nacka"))
    with pytest.raises(TileIsTaken):
        keeper.does(operations.change_municipality, "0182", {"column": 3, "row": 1})
    assert _region(app) == app.extensions[EXTENSION].known_region.file
    assert emitted(app) == []


def test_what_was_rolled_back_is_never_taken_for_the_region(app: Flask) -> None:
    """The version of a change that was undone is given again, to another change."""
    known = app.extensions[EXTENSION].known_region
    keeper = Keeper(app)
    with pytest.raises(ZeroDivisionError):
        keeper.does(_change_look_and_fail)
    keeper.does(operations.add_area, "Anhöriga")
    known.ask_again()
    assert "Anhöriga" in _region(app).areas
    assert "Aldrig" not in _region(app).areas


def _change_look_and_fail(session: Any) -> None:
    operations.add_area(session, "Aldrig")
    assert "Aldrig" in service().region.areas
    raise ZeroDivisionError


def test_a_closed_municipality_is_offered_no_more_and_still_named(app: Flask, keeper: Keeper) -> None:
    keeper.does(operations.change_municipality, "0182", {"is_closed": True})
    region = _region(app)
    assert "0182" not in {item.code for item in region.open_municipalities}
    assert region.place_name("0182") == "Nacka"


def test_a_new_district_counts_in_its_municipality(app: Flask, keeper: Keeper) -> None:
    city = _region(app).municipality("0180")
    assert city
    before, year = city.staff(2026), clock.today().year
    keeper.does(operations.add_district, "0180", {"name": "Östra Söderort", "staff": 100})
    city = _region(app).municipality("0180")
    assert city
    assert city.district("ostra-soderort")
    assert city.staff(year) == before + 100


def test_an_area_is_closed_and_opened_but_never_lost(app: Flask, keeper: Keeper) -> None:
    keeper.does(operations.add_area, "Anhöriga")
    keeper.does(operations.change_area, "Anhöriga", is_closed=True)
    assert "Anhöriga" in _region(app).closed_areas
    assert "Anhöriga" not in _region(app).areas
    with pytest.raises(AlreadyInTheRegion):
        keeper.does(operations.add_area, "anhöriga")


def test_a_number_holds_from_its_year_until_the_next(app: Flask, keeper: Keeper) -> None:
    keeper.does(record_staff, [_number("0182", 2028, 500), _number("0182", 2027, 450)])
    nacka = _region(app).municipality("0182")
    assert nacka
    assert [nacka.staff(year) for year in (2020, 2026, 2027, 2028, 2035)] == [436, 436, 450, 500, 500]


def test_a_city_counts_as_the_sum_of_its_districts_from_the_year_on(app: Flask, keeper: Keeper) -> None:
    city = _region(app).municipality("0180")
    assert city
    before = city.staff(2026)
    keeper.does(record_staff, [_number("0180", 2027, 400, "jarva")])
    city = _region(app).municipality("0180")
    assert city
    assert city.staff(2026) == before
    assert city.staff(2027) == before - 369 + 400


def test_one_bad_number_and_the_whole_table_is_refused(app: Flask, keeper: Keeper) -> None:
    rows = [
        _number("0182", 2027, 450),
        _number("9999", 2027, 1),
        _number("0180", 2027, 1),
        _number("0180", 2027, 1, "atlantis"),
        _number("0182", 2027, 7),
    ]
    with pytest.raises(NumbersAreWrong) as raised:
        keeper.does(record_staff, rows)
    assert list(raised.value.errors) == [
        "numbers.1.municipality",
        "numbers.2.district",
        "numbers.3.district",
        "numbers.4.year",
    ]
    assert _region(app) == app.extensions[EXTENSION].known_region.file
