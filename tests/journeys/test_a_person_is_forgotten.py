"""A person's data in all four services: collected when they ask, and forgotten when they are erased."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.embedded import Embedded
from services.registration.models import Participant
from services.registration.operations.erasing import erase_person
from services.registration.operations.exporting import request_export
from services.registration.operations.locking import locked_occasion
from services.registration.operations.occasions import emit_completed
from services.registration.queries import persons
from shared import clock, events
from shared.outbox import emit
from shared.service import reading, transaction
from tests.registration.office import Office
from tests.registration.samples import sample_activity
from tests.staff import bearer, token_for

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAME, ADDRESS, NEED = "Vendela", "vendela.ek@huddinge.example", "Halloumi utan lök"


class Household:
    """The four services, in which Vendela took part in one course and is registered for another."""

    def __init__(self, folder: Path) -> None:
        self.all = Embedded(folder, "http://127.0.0.1:8000")
        self.office = Office(self.all.apps["registration"])
        with clock.at(FIRST):
            self.held = self.office.open_occasion(days=7, places=8)
            others = self.office.fill(self.held, "Anna", "Bo", "Cilla", "Disa", "Evert")
            mine = self.office.register(self.held, NAME, needs=NEED)
            self.coming = self.office.open_occasion(days=60, places=1)
            self.office.register(self.coming, NAME, needs=NEED)
            self.next_in_queue = self.office.register(self.coming, "Frida")
            self.all.settle()
        with clock.at(FIRST + timedelta(days=8)):
            self.office.attend(self.held, *others, mine)
            self.office.does("complete_occasion", self.held.id)
            self.all.settle()
        self.contact_id = self.contact()

    def contact(self) -> UUID:
        """Vendela's contact id."""
        with self.office.app.app_context(), reading() as session:
            return session.scalars(sa.select(Participant.id).where(Participant.given_name == NAME)).one()

    def does(self, act: Any) -> Any:
        """An operation about Vendela, eight days later, and all that follows from it."""
        with clock.at(FIRST + timedelta(days=9)):
            with self.office.app.app_context(), transaction() as session:
                request = act(session, self.contact_id)
                key = request.id
            self.all.settle()
            with self.office.app.app_context(), reading() as session:
                return persons.find_request(session, key)

    def report(self) -> Any:
        """The figures of the year, as staff read them."""
        app = self.all.apps["reporting"]
        headers = bearer(token_for(app, "admin"))
        with clock.at(FIRST + timedelta(days=10)):
            found = app.test_client().get("/reporting/api/municipalities?period=2026", headers=headers)
        return found.json

    def everything(self) -> dict[str, str]:
        """All that each database stores, as text."""
        return {name: _dump(self.all.data / f"{name}.sqlite") for name in self.all.apps}


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    """The four services on one data folder, and a copy of Vendela's data, which has been collected."""
    made = Household(tmp_path_factory.mktemp("household") / "data")
    made.copy = made.does(request_export)
    with made.office.app.app_context(), reading() as session:
        made.content = persons.export_content(session, made.copy.id)
    made.before = made.report()
    made.named_before = _services_with(made, NAME)
    yield made
    made.all.stop()


@pytest.fixture(scope="module")
def erased(household: Household) -> Household:
    """The same, once Vendela was erased."""
    household.erasure = household.does(erase_person)
    return household


def test_a_copy_has_what_every_service_stores(household: Household) -> None:
    content = household.content
    assert content["registration"]["person"]["email"] == ADDRESS
    assert {item["needs"] for item in content["registration"]["registrations"]} == {NEED}
    assert content["notifications"]["contact"]["name"] == f"{NAME} Ek"
    assert any(NAME in (mail["text"] or "") for mail in content["notifications"]["emails"])
    assert [item["title"] for item in content["evaluation"]["invitations"]] == [sample_activity()["title"]]
    assert sorted(item["sessions_attended"] for item in content["reporting"]["counted"]) == [0, 1]


def test_an_erased_person_is_in_no_database_and_all_have_said_so(erased: Household) -> None:
    assert erased.named_before == {"registration", "notifications"}
    assert erased.erasure.is_complete
    assert not _services_with(erased, NAME) | _services_with(erased, ADDRESS) | _services_with(erased, NEED)


def test_the_figures_stay_when_somebody_is_erased(erased: Household) -> None:
    assert erased.before["items"]
    assert _without_coming(erased.report()) == _without_coming(erased.before)


def test_the_place_of_an_erased_person_goes_to_the_next(erased: Household) -> None:
    assert erased.office.standing(erased.coming)["Frida"] == ("confirmed", None)


def test_what_comes_late_does_not_bring_an_erased_person_back(erased: Household) -> None:
    household = erased
    contact = {"name": f"{NAME} Ek", "email": ADDRESS, "language": "sv"}
    late = events.ContactChanged(household.contact_id, version=99, **contact)
    with clock.at(FIRST + timedelta(days=11)):
        with household.office.app.app_context(), transaction() as session:
            emit(session, late)
            occasion = locked_occasion(session, household.held.id)
            occasion.version += 1
            emit_completed(session, occasion)
        household.all.settle()
    stored = household.everything()
    assert NAME not in stored["notifications"]
    assert household.contact_id.hex not in _table(household, "evaluation", "invitations")


def test_the_same_person_may_come_again_as_somebody_new(erased: Household) -> None:
    household = erased
    with clock.at(FIRST + timedelta(days=11)):
        again = household.office.register(household.office.open_occasion(days=30), NAME)
    assert again.status == "confirmed"
    assert household.contact() != household.contact_id


def _services_with(household: Household, text: str) -> set[str]:
    return {name for name, stored in household.everything().items() if text.casefold() in stored.casefold()}


def _without_coming(report: Any) -> Any:
    """The figures but for registrations, of which the coming one was cancelled."""
    ignored = {"registrations", "waiting", "cancelled", "cancellations"}
    return [{key: value for key, value in row.items() if key not in ignored} for row in report["items"]]


def _table(household: Household, service: str, table: str) -> str:
    return _dump(household.all.data / f"{service}.sqlite", table)


def _dump(path: Path, only: str | None = None) -> str:
    with sqlite3.connect(path) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        chosen = [name for name in names if only in (None, name)]
        rows = [row for name in chosen for row in connection.execute(f"SELECT * FROM {name}")]
    connection.close()
    return "\n".join(_text(value) for row in rows for value in row)


def _text(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.encode().decode("unicode_escape", "replace") if "\\u" in text else text
