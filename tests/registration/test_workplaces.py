"""Workplaces: the list, what people typed beside it, and suggestions."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from services.registration import queries as all_queries
from services.registration.models import Registration, Workplace
from services.registration.operations import workplaces as operations
from services.registration.problems import WorkplaceIsKnown, WorkplacesAreApart
from services.registration.queries import workplaces as queries
from tests.registration.office import Office
from tests.registration.region_keeping import Keeper

HERE = {"municipality": "0126", "employer": "municipal"}


def _written(keeper: Keeper) -> list[str]:
    def read(session: Any) -> list[str]:
        return sorted(session.scalars(sa.select(Registration.workplace)))

    found: list[str] = keeper.reads(read)
    return found


def _add(keeper: Keeper, name: str = "Solgården", **given: Any) -> Workplace:
    made: Workplace = keeper.does(operations.add_workplace, HERE | {"name": name} | given)
    return made


@pytest.fixture
def keeper(app: Flask) -> Keeper:
    """The office at work, on each database."""
    return Keeper(app)


@pytest.fixture
def typed(office: Office) -> None:
    """Three people who wrote their workplace in three ways, one of them elsewhere."""
    occasion = office.open_occasion(places=9)
    office.register(occasion, "Anna", workplace="SOLGÅRDEN")
    office.register(occasion, "Bo", workplace="Gruppb. Solgården")
    office.register(occasion, "Cilla", workplace="Solgården", municipality="0182")


@pytest.mark.usefixtures("typed")
def test_what_people_typed_is_counted_until_it_is_on_the_list(keeper: Keeper) -> None:
    assert [(item.name, item.registrations) for item in keeper.reads(queries.typed_workplaces)] == [
        ("Gruppb. Solgården", 1),
        ("SOLGÅRDEN", 1),
        ("Solgården", 1),
    ]
    _add(keeper)
    left = keeper.reads(queries.typed_workplaces)
    assert [(item.name, item.municipality) for item in left] == [
        ("Gruppb. Solgården", "0126"),
        ("Solgården", "0182"),
    ]
    assert _written(keeper) == ["Gruppb. Solgården", "Solgården", "Solgården"]


@pytest.mark.usefixtures("typed")
def test_what_is_the_same_workplace_gets_its_name_there_and_nowhere_else(keeper: Keeper) -> None:
    workplace = _add(keeper, "Gruppbostaden Solgården")
    assert keeper.does(operations.adopt_typed, workplace.id, "gruppb.  solgården") == 1
    assert keeper.does(operations.adopt_typed, workplace.id, "solgården") == 1
    assert _written(keeper) == ["Gruppbostaden Solgården", "Gruppbostaden Solgården", "Solgården"]


@pytest.mark.usefixtures("typed")
def test_of_two_merged_workplaces_one_stays_with_all_registrations(keeper: Keeper) -> None:
    kept, gone = _add(keeper, "Solgården"), _add(keeper, "Gruppb. Solgården")
    keeper.does(operations.merge_workplaces, gone.id, kept.id)
    assert _written(keeper) == ["Solgården", "Solgården", "Solgården"]
    closed = keeper.reads(operations.find_workplace, gone.id)
    assert (closed.is_active, closed.merged_into_id) == (False, kept.id)


def test_workplaces_in_different_places_are_not_merged(keeper: Keeper) -> None:
    here, there = _add(keeper), _add(keeper, municipality="0182")
    for one, other in ((here, there), (here, here)):
        with pytest.raises(WorkplacesAreApart):
            keeper.does(operations.merge_workplaces, one.id, other.id)


@pytest.mark.parametrize("district", [None, "jarva"])
def test_a_place_has_a_name_once(keeper: Keeper, district: str | None) -> None:
    place = {"municipality": "0180" if district else "0126", "district": district}
    _add(keeper, "Ängen", **place)
    with pytest.raises(WorkplaceIsKnown):
        _add(keeper, "ÄNGEN", **place)
    _add(keeper, "Ängen", municipality="0182")


@pytest.mark.usefixtures("typed")
def test_a_new_name_is_written_in_the_registrations(keeper: Keeper) -> None:
    workplace = _add(keeper, "Gruppb. Solgården")
    keeper.does(operations.change_workplace, workplace.id, {"name": "Boendet Solgården"})
    assert "Boendet Solgården" in _written(keeper)


def test_suggestions_begin_as_typed_and_leave_out_the_closed(keeper: Keeper) -> None:
    _add(keeper, "Dagverksamheten Ängen")
    _add(keeper, "Ängens gruppbostad")
    closed = _add(keeper, "Ängsro")
    keeper.does(operations.change_workplace, closed.id, {"is_active": False})
    _add(keeper, "Ängsbacken", municipality="0182")
    assert keeper.reads(queries.suggest_workplaces, "0126", "äng") == [
        "Ängens gruppbostad",
        "Dagverksamheten Ängen",
    ]
    assert len(keeper.reads(all_queries.suggested_workplaces, 2)) == 2


def test_everybody_may_ask_for_suggestions_twenty_at_most(web_app: Flask, client: FlaskClient) -> None:
    keeper = Keeper(web_app)
    for number in range(25):
        _add(keeper, f"Ängen {number}")
    answer = client.get("/registration/api/workplaces?municipality=0126&q=%C3%84NGEN")
    assert len(answer.json["items"]) == 20  # type: ignore[index]
    assert "max-age" in answer.headers["Cache-Control"]
