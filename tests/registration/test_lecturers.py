"""Lecturers and suppliers: their contacts, and the occasions and accounts that follow them."""

from typing import Any

import pytest
from flask import Flask

from services.registration import queries
from services.registration.models import Lecturer
from services.registration.operations import lecturers as operations
from services.registration.problems import AccountDoesNotFit, ContactIsTaken
from services.registration.staff import accounts
from shared import events
from tests.registration.office import Office
from tests.registration.region_keeping import Keeper

ULLA = {"given_name": "Ulla", "family_name": "Ek", "email": "ulla@autismkonsult.example"}
NEW = {"kind": "supplier", "name": "Autismkonsult", "organisation": "Autismkonsult AB"} | ULLA
PER = {"given_name": "Per", "family_name": "Dahl", "email": "per@autismkonsult.example"}


@pytest.fixture
def keeper(app: Flask) -> Keeper:
    """The office at work, on each database."""
    return Keeper(app)


def _change(keeper: Keeper, lecturer: Lecturer, **change: Any) -> Lecturer:
    changed: Lecturer = keeper.does(operations.change_lecturer, lecturer.id, change)
    return changed


def test_the_contact_of_a_new_lecturer_is_told(keeper: Keeper, office: Office) -> None:
    made = keeper.does(operations.add_lecturer, NEW)
    (told,) = office.events(events.ContactChanged)
    assert told.subject == str(made.contact_id)
    assert told["email"] == ULLA["email"]
    assert [item.contact.name for item in keeper.reads(queries.list_lecturers)] == ["Ulla Ek"]


def test_a_contact_stands_for_one_lecturer(keeper: Keeper) -> None:
    keeper.does(operations.add_lecturer, NEW)
    with pytest.raises(ContactIsTaken):
        keeper.does(operations.add_lecturer, NEW | {"name": "En annan"})
    assert len(keeper.reads(queries.list_lecturers)) == 1


def test_who_changes_address_stays_the_same_contact(keeper: Keeper, office: Office) -> None:
    made = keeper.does(operations.add_lecturer, NEW)
    changed = _change(keeper, made, email="ulla.ek@ny.example")
    assert changed.contact_id == made.contact_id
    told = office.events(events.ContactChanged)
    assert [(event.version, event["email"]) for event in told][-1] == (2, "ulla.ek@ny.example")


def test_an_address_that_is_another_persons_is_refused(keeper: Keeper, office: Office) -> None:
    made = keeper.does(operations.add_lecturer, NEW)
    office.register(office.open_occasion(), "Ulla", email="ulla@huddinge.example")
    with pytest.raises(ContactIsTaken):
        _change(keeper, made, email="ulla@huddinge.example")


def test_occasions_follow_to_another_contact_person(keeper: Keeper, office: Office) -> None:
    made = keeper.does(operations.add_lecturer, NEW)
    office.register(office.open_occasion(), "Ulla", email=ULLA["email"])  # so she is more than a contact
    occasion = office.open_occasion(lecturer_contact_id=made.contact_id)
    changed = _change(keeper, made, **PER)
    assert changed.contact_id != made.contact_id
    (told,) = office.events(events.OccasionChanged)
    assert told["lecturer_contact_id"] == changed.contact_id
    assert office.now(occasion).lecturer_contact_id == changed.contact_id


def test_a_closed_lecturer_is_not_offered(keeper: Keeper) -> None:
    made = keeper.does(operations.add_lecturer, NEW)
    _change(keeper, made, is_active=False)
    assert keeper.reads(queries.list_lecturers) == []


def test_an_account_is_tied_to_its_lecturer_and_untied(keeper: Keeper, office: Office) -> None:
    made = keeper.does(operations.add_lecturer, NEW)
    person = {"name": "Ulla Ek", "email": "ulla@konto.example", "role": "lecturer"}
    account = keeper.does(accounts.add_account, person)
    keeper.does(operations.tie_account, made.id, account.id)
    keeper.does(operations.untie_account, made.id, account.id)
    told = office.events(events.StaffAccessChanged)
    assert [event["contact_id"] for event in told] == [account.id, made.contact_id, account.id]


def test_only_a_lecturers_account_is_tied(keeper: Keeper) -> None:
    made = keeper.does(operations.add_lecturer, NEW)
    person = {"name": "Kim", "email": "kim@konto.example", "role": "coordinator"}
    account = keeper.does(accounts.add_account, person)
    with pytest.raises(AccountDoesNotFit):
        keeper.does(operations.tie_account, made.id, account.id)
