"""The audit log names who acted and what changed, and never repeats what somebody wrote."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from shared import clock
from shared.audit import Actor, DetailIsText, acting, forget_old_entries, forget_reasons, note
from shared.audit_log import Wanted, find_entries
from shared.db import Database
from shared.ids import random_id
from shared.trace import traced

ANNA = random_id()
WHEN = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 23.30 in Sweden


def entries(database: Database, **wanted: object) -> list:
    with database.read() as session:
        return list(find_entries(session, Wanted(**wanted))[0])


def test_an_entry_tells_who_did_what_when_and_in_which_request(database: Database) -> None:
    with (
        clock.at(WHEN),
        traced(None) as trace,
        acting(lambda: Actor("staff", ANNA)),
        database.begin() as session,
    ):
        note(session, "occasion.changed", UUID(int=7), fields=["places"], places=20, until=date(2026, 5, 1))
    (entry,) = entries(database)
    assert (entry.actor, entry.staff_id, entry.at, entry.trace) == ("staff", ANNA, WHEN, trace[3:35])
    assert (entry.action, entry.subject) == ("occasion.changed", str(UUID(int=7)))
    assert entry.details == {"fields": ["places"], "places": 20, "until": "2026-05-01"}


def test_work_outside_any_request_is_a_commands(database: Database) -> None:
    with database.begin() as session:
        note(session, "token.added", UUID(int=1))
    assert entries(database)[0].actor == "command"


@pytest.mark.parametrize("text", ["Anna Ek", "anna@nacka.example", "Sjuk.\nKommer inte", "Åsa", {"name": 1}])
def test_a_detail_that_may_be_somebodys_name_or_words_is_refused(database: Database, text: object) -> None:
    with pytest.raises(DetailIsText), database.begin() as session:
        note(session, "registration.changed", UUID(int=1), what=text)
    assert not entries(database)


def test_an_entry_of_what_was_not_done_is_not_there(database: Database) -> None:
    with database.begin() as session:
        note(session, "occasion.changed", UUID(int=1))
        session.rollback()
    assert not entries(database)


def test_the_filters_find_what_fits_by_swedish_days(database: Database) -> None:
    with clock.at(WHEN), database.begin() as session:
        note(session, "occasion.changed", UUID(int=1))
    with clock.at(WHEN + timedelta(hours=1)), database.begin() as session:
        note(session, "person.erased", UUID(int=2))
    assert [entry.action for entry in entries(database)] == ["person.erased", "occasion.changed"]
    assert [entry.action for entry in entries(database, action="occasion.")] == ["occasion.changed"]
    assert [entry.action for entry in entries(database, from_=date(2026, 3, 3))] == ["person.erased"]
    assert [entry.action for entry in entries(database, to=date(2026, 3, 2))] == ["occasion.changed"]
    assert not entries(database, staff_id=ANNA)


def test_a_reason_about_an_erased_person_goes_and_the_deed_stays(database: Database) -> None:
    with database.begin() as session:
        note(session, "registration.changed", UUID(int=1), reason="Anna bytte arbetsplats.")
        forget_reasons(session, [UUID(int=1)])
    assert [(entry.action, entry.reason) for entry in entries(database)] == [("registration.changed", None)]


def test_entries_are_dropped_when_they_are_old(database: Database) -> None:
    with clock.at(WHEN), database.begin() as session:
        note(session, "occasion.changed", UUID(int=1))
        forget_old_entries(session, WHEN)
        kept = find_entries(session, Wanted())[1]
        forget_old_entries(session, WHEN + timedelta(seconds=1))
    assert kept == 1 and not entries(database)
