"""Representatives: one CKA for each place at a time, and units' representatives as many as they want."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from services.registration.models import Representative
from services.registration.operations.representatives import (
    change_mandate,
    end_mandate,
    name_representative,
)
from services.registration.problems import (
    AlreadyRepresents,
    EndsBeforeItBegins,
    MandateNotFound,
    PlaceIsTaken,
)
from services.registration.queries.representatives import Representation, representation, without_cka
from shared import clock, events
from shared.ids import new_id
from shared.service import service, transaction
from tests.events import emitted
from tests.registration.samples import sample_mandate

JUNE = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A transaction of the service, on each database, on the first of June."""
    with app.app_context(), clock.at(JUNE), transaction() as session:
        yield session


def named(session: Session, name: str = "Eva", **given: Any) -> Representative:
    """Somebody named as CKA of Huddinge from New Year, unless said otherwise."""
    return name_representative(session, sample_mandate(name, **given))


def standing(session: Session, municipality: str = "0126", district: str | None = None) -> Representation:
    """How a place stands."""
    found = representation(session, service().region, municipality)
    return next(item for item in found if item.place.district == district)


def holder(session: Session) -> str | None:
    """The name of Huddinge's CKA."""
    cka = standing(session).cka
    return cka.person.name if cka else None


def test_a_place_has_the_cka_who_was_named(session: Session) -> None:
    named(session)
    assert holder(session) == "Eva Ek"


def test_every_municipality_and_city_district_without_a_cka_is_missing_one(session: Session) -> None:
    named(session)
    named(session, "Omar", municipality="0180", district="farsta")
    missing = {item.place.key for item in without_cka(representation(session, service().region))}
    assert len(missing) == 25 + 11 - 2
    assert ("0180", "jarva") in missing
    assert not missing & {("0126", None), ("0180", "farsta"), ("0180", None)}


@pytest.mark.parametrize(
    ("from_on", "to_on", "is_held"),
    [
        (date(2026, 6, 1), None, True),
        (date(2026, 6, 2), None, False),
        (date(2026, 1, 1), date(2026, 6, 1), True),
        (date(2026, 1, 1), date(2026, 5, 31), False),
    ],
)
def test_both_the_first_and_the_last_day_count(
    session: Session, from_on: date, to_on: date | None, is_held: bool
) -> None:
    named(session, from_on=from_on, to_on=to_on)
    assert (holder(session) is not None) is is_held


def test_the_day_is_the_swedish_one(session: Session) -> None:
    named(session, from_on=date(2026, 6, 2))
    with clock.at(datetime(2026, 6, 1, 22, tzinfo=UTC)):  # midnight in Sweden
        assert holder(session) == "Eva Ek"


def test_a_second_cka_is_refused_while_the_first_one_holds(session: Session) -> None:
    named(session)
    with pytest.raises(PlaceIsTaken) as refused:
        named(session, "Omar", from_on=date(2026, 7, 1))
    assert "Eva Ek" in str(refused.value.detail)
    named(session, "Omar", municipality="0127")


def test_a_cka_before_and_one_after_leave_each_other_alone(session: Session) -> None:
    named(session, to_on=date(2026, 6, 30))
    named(session, "Omar", from_on=date(2026, 7, 1))
    named(session, "Siv", from_on=date(2025, 1, 1), to_on=date(2025, 12, 31))
    found = standing(session)
    assert [len(part) for part in (found.current, found.coming, found.ended)] == [1, 1, 1]
    with pytest.raises(PlaceIsTaken):
        named(session, "Ali", from_on=date(2025, 12, 31), to_on=date(2025, 12, 31))


def test_a_successor_ends_the_mandate_before_theirs(session: Session) -> None:
    eva = named(session)
    named(session, "Omar", from_on=date(2026, 6, 1), succeeds=True)
    assert holder(session) == "Omar Ek"
    assert eva.to_on == date(2026, 5, 31)


def test_nobody_succeeds_somebody_who_began_later(session: Session) -> None:
    eva = named(session, from_on=date(2026, 5, 1))
    with pytest.raises(PlaceIsTaken):
        named(session, "Omar", from_on=date(2026, 4, 1), succeeds=True)
    assert eva.to_on is None


def test_units_have_as_many_representatives_as_they_want(session: Session) -> None:
    unit = {"kind": "competence", "workplace": "Solgården"}
    named(session, **unit)
    named(session, "Omar", **unit)
    named(session, workplace="Månskenet", kind="competence")
    assert [item.workplace for item in standing(session).competence] == [
        "Månskenet",
        "Solgården",
        "Solgården",
    ]
    with pytest.raises(AlreadyRepresents):
        named(session, **unit)


def test_a_mandate_ends_with_its_last_day(session: Session) -> None:
    eva = named(session)
    end_mandate(session, eva.id, date(2026, 5, 31))
    assert holder(session) is None
    found = standing(session)
    assert found.last_cka is not None
    assert found.last_cka.to_on == date(2026, 5, 31)
    with pytest.raises(EndsBeforeItBegins):
        end_mandate(session, eva.id, date(2025, 12, 31))


def test_a_mandate_is_not_drawn_out_over_a_successors(session: Session) -> None:
    eva = named(session, to_on=date(2026, 6, 30))
    named(session, "Omar", from_on=date(2026, 7, 1))
    with pytest.raises(PlaceIsTaken):
        change_mandate(session, eva.id, {"to_on": None})


def test_a_change_of_name_keeps_the_mandate(session: Session) -> None:
    eva = named(session)
    person = {"given_name": "Eva", "family_name": "Lind", "email": "eva.lind@huddinge.example"}
    change_mandate(session, eva.id, person)
    assert holder(session) == "Eva Lind"
    assert eva.from_on == date(2026, 1, 1)
    with pytest.raises(MandateNotFound):
        change_mandate(session, new_id(), person)


def test_the_mail_is_told_of_the_contact_and_nobody_else_of_the_name(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        named(session)
    contact, *others = emitted(app)
    assert (contact.type, contact["name"]) == (events.ContactChanged, "Eva Ek")
    assert [event.type for event in others] == [events.RepresentativesChanged]
    assert "Ek" not in str(others)


def test_two_offices_name_one_cka_between_them(postgresql_app: Flask) -> None:
    start = Barrier(2)

    def name(who: str) -> bool:
        start.wait()
        try:
            with postgresql_app.app_context(), transaction() as session:
                named(session, who)
        except PlaceIsTaken:
            return False
        return True

    with ThreadPoolExecutor(2) as offices:
        assert sorted(offices.map(name, ["Eva", "Omar"])) == [False, True]
