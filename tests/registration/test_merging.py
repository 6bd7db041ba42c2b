"""Persons entered twice: found, merged, or kept apart."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from services.registration.models import Participant, Registration
from services.registration.operations import Receipt, merging
from services.registration.operations import lecturers as lecturers_operations
from services.registration.problems import PersonNotFound, PersonsCannotMerge
from services.registration.queries.doubles import likely_doubles
from shared import clock, events
from tests.registration.office import Office
from tests.registration.region_keeping import Keeper


@pytest.fixture
def keeper(app: Flask) -> Keeper:
    """The office at work, on each database."""
    return Keeper(app)


def _person(keeper: Keeper, receipt: Receipt) -> UUID:
    def read(session: Any) -> UUID:
        return session.get_one(Registration, receipt.id).participant_id  # type: ignore[no-any-return]

    found: UUID = keeper.reads(read)
    return found


def _twice(office: Office, keeper: Keeper, **second: Any) -> tuple[UUID, UUID, list[Receipt]]:
    """Anna with two addresses, on an occasion each."""
    first = office.register(office.open_occasion(), "Anna")
    given = {"email": "anna.ek@gmail.example"} | second
    other = office.register(office.open_occasion(), given.pop("given_name", "Anna"), **given)
    return _person(keeper, first), _person(keeper, other), [first, other]


def _pairs(keeper: Keeper) -> list[tuple[str, str, bool]]:
    found = keeper.reads(likely_doubles)
    return [(*sorted((item.first.email, item.second.email)), item.has_shared_place) for item in found]  # type: ignore[misc]


def test_the_same_name_with_another_address_may_be_one_person(keeper: Keeper, office: Office) -> None:
    _twice(office, keeper)
    assert _pairs(keeper) == [("anna.ek@gmail.example", "anna.ek@huddinge.example", True)]


@pytest.mark.parametrize(("name", "is_found"), [("Ana", True), ("Anna Maria", True), ("Bo", False)])
def test_one_address_with_nearly_one_name_may_be_one_person(
    keeper: Keeper, office: Office, name: str, is_found: bool
) -> None:
    _twice(office, keeper, given_name=name, email="anna.ek@huddinge.example")
    assert bool(_pairs(keeper)) is is_found


def test_who_was_kept_apart_is_not_shown_again(keeper: Keeper, office: Office) -> None:
    one, other, _ = _twice(office, keeper)
    keeper.does(merging.keep_apart, other, one)
    keeper.does(merging.keep_apart, one, other)
    assert _pairs(keeper) == []


def test_all_registrations_move_to_who_is_kept_and_are_told(keeper: Keeper, office: Office) -> None:
    kept, gone, receipts = _twice(office, keeper)
    keeper.does(merging.merge_persons, kept, gone)
    assert {_person(keeper, receipt) for receipt in receipts} == {kept}
    (told,) = office.events(events.RegistrationChanged)
    assert (told.subject, told.version, told["contact_id"]) == (str(receipts[1].id), 2, kept)
    (erased,) = office.events(events.PersonErased)
    assert erased.subject == str(gone)
    assert _pairs(keeper) == []


def test_the_place_in_the_queue_is_told_as_it_is(keeper: Keeper, office: Office) -> None:
    kept = _person(keeper, office.register(office.open_occasion(), "Disa"))
    full = office.open_occasion(places=1)
    office.fill(full, "Bo", "Cilla")
    gone = _person(keeper, office.register(full, "Disa", email="disa@gmail.example"))
    keeper.does(merging.merge_persons, kept, gone)
    (told,) = office.events(events.RegistrationChanged)
    assert (told["status"], told["position"]) == ("waiting", 2)


def test_a_held_occasion_tells_anew_who_was_present(keeper: Keeper, office: Office) -> None:
    kept = _person(keeper, office.register(office.open_occasion(), "Anna"))
    with clock.at(clock.now() - timedelta(days=8)):
        held = office.open_occasion(days=7)
        receipt = office.register(held, "Anna", email="anna@gmail.example")
    office.attend(held, receipt)
    office.does("complete_occasion", held.id)
    keeper.does(merging.merge_persons, kept, _person(keeper, receipt))
    first, second = office.events(events.OccasionCompleted)
    assert second.version == first.version + 1
    assert [item["contact_id"] for item in second["present"]] == [kept]


def test_two_living_registrations_on_one_occasion_are_not_made_one(keeper: Keeper, office: Office) -> None:
    occasion = office.open_occasion()
    one, other = office.register(occasion, "Anna"), office.register(occasion, "Anna", email="a@b.example")
    persons = _person(keeper, one), _person(keeper, other)
    with pytest.raises(PersonsCannotMerge) as raised:
        keeper.does(merging.merge_persons, *persons)
    assert "Lågaffektivt bemötande" in str(raised.value.detail)
    assert office.events(events.RegistrationChanged) == []
    office.cancel(other)
    keeper.does(merging.merge_persons, *persons)
    assert _person(keeper, other) == persons[0]


def test_the_other_address_can_be_entered_anew(keeper: Keeper, office: Office) -> None:
    kept, gone, _ = _twice(office, keeper)
    keeper.does(merging.merge_persons, kept, gone)
    again = office.register(office.open_occasion(), "Anna", email="anna.ek@gmail.example")
    assert _person(keeper, again) not in (kept, gone)


def test_a_lecturers_occasions_follow_to_who_is_kept(keeper: Keeper, office: Office) -> None:
    kept = _person(keeper, office.register(office.open_occasion(), "Anna"))
    contact = {"given_name": "Anna", "family_name": "Ek", "email": "anna@konsult.example"}
    new = {"kind": "lecturer", "name": "Anna Ek", "organisation": ""} | contact
    lecturer = keeper.does(lecturers_operations.add_lecturer, new)
    occasion = office.open_occasion(lecturer_contact_id=lecturer.contact_id)
    keeper.does(merging.merge_persons, kept, lecturer.contact_id)
    assert office.now(occasion).lecturer_contact_id == kept
    assert keeper.reads(lecturers_operations.find_lecturer, lecturer.id).contact_id == kept


def test_nobody_is_merged_with_nobody(keeper: Keeper, office: Office) -> None:
    kept, gone, _ = _twice(office, keeper)
    keeper.does(merging.merge_persons, kept, gone)
    for pair, problem in (((kept, kept), PersonsCannotMerge), ((kept, gone), PersonNotFound)):
        with pytest.raises(problem):
            keeper.does(merging.merge_persons, *pair)
    living = sa.select(sa.func.count()).where(Participant.erased_at.is_(None))
    assert keeper.reads(lambda session: session.scalar(living)) == 1
