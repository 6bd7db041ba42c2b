"""A replay gives what the facts give, whatever was lost or spoilt; and readers have the old until it does."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.names import handlers_of
from services.reporting.models import Attendance, AttendanceSheet, Base, Registration
from services.reporting.rebuilding import rebuilt_tables
from shared import clock, events
from shared.auth import staff_access
from shared.db import Database
from shared.envelope import Event, encode
from shared.events import PAGE
from shared.ids import new_id, random_id
from shared.inbox import Inbox, projections
from shared.inbox.tables import failed, latest, retries
from shared.rebuilding import FORGOTTEN_AFTER, give_up_forgotten
from shared.rebuilding.beginning import SchemaIsOld
from shared.rebuilding.shadow import schema_of, shadow_of
from shared.rebuilding.swap import RebuildHasEnded
from shared.service import EXTENSION, transaction
from tests.reporting import stories
from tests.reporting.neighbours import Region, told
from tests.reporting.test_streams import streams
from tests.staff import access_of

# What stays: nobody else could tell it anew.
STAYS = {
    "frozen_reports",
    "frozen_parts",
    "frozen_papers",
    "report_accesses",
    "report_sendings",
    "goals",
    "goal_comments",
}
NOT_REBUILT = {
    events.StaffAccessChanged,
    events.RegionChanged,
    events.ExportRequested,
    events.PersonErased,
    events.ReportAccessGranted,
}


class Killed(Exception):
    """The command is gone."""


def spoilt(region: Region) -> None:
    """What no event could mend: a wrong row, a lost list, and versions that let nothing pass."""
    region.spoil(sa.update(Registration).values(status="waiting", version=99))
    region.spoil(sa.delete(Attendance))
    region.spoil(sa.update(latest).values(version=99))


@given(batches=streams(), lost=st.sets(st.integers(0, 60)))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_rebuilt_is_what_it_would_be_had_nothing_gone_wrong(
    region: Region, batches: list[list[Event]], lost: set[int]
) -> None:
    region.empty()
    every = [event for batch in batches for event in batch]
    region.happened(*{event.id: event for event in every}.values())
    region.heard(*every)
    right = region.contents()
    region.spoil(sa.delete(AttendanceSheet))
    region.spoil(sa.update(Registration).values(status="waiting", version=99))
    region.heard(*[event for number, event in enumerate(every) if number not in lost])
    region.replay().run()
    assert region.contents() == right


def test_readers_have_the_old_until_all_is_there(region: Region) -> None:
    region.happened(*told())
    region.heard(*told()[:5])
    before, seen = region.contents(), []
    region.watch(before=lambda _: seen.append(region.contents()))
    region.replay().run()
    assert len(seen) > 3
    assert all(contents == before for contents in seen)
    assert region.contents() != before


def test_killed_at_any_slice_it_goes_on_where_it_was(region: Region) -> None:
    region.happened(*(all_told := told()))
    region.heard(*all_told)
    right = region.contents()
    spoilt(region)
    wrong = region.contents()

    def die_at_the_third(number: int) -> None:
        if number == 3:
            raise Killed

    region.watch(before=die_at_the_third)
    with pytest.raises(Killed):
        region.replay().run()
    assert region.contents() == wrong
    region.watch()
    second = region.replay()
    assert second.is_resumed
    facts = second.run()
    assert region.contents() == right
    assert facts == len([event for event in all_told if event.type.source == "registration"]) - 2 * 3
    assert region.states() == ["done"]


def test_a_doubled_slice_changes_nothing(region: Region) -> None:
    region.happened(*(all_told := told()))
    region.heard(*all_told)
    right = region.contents()
    spoilt(region)
    region.watch(twice=True)
    region.replay().run()
    assert region.contents() == right


def test_what_happens_meanwhile_is_there_before_the_swap_and_after_it(region: Region) -> None:
    """An event whose transaction ends late stands behind what was read, or comes after the last slice."""
    region.happened(*(all_told := told()))
    region.heard(*all_told)
    spoilt(region)
    newer = stories.registration("r3", "a", "r3", events.RegistrationChanged, 7, **stories.SOLNA)
    older = stories.registration("r3", "a", "r3", events.RegistrationChanged, 6, **stories.FARSTA)
    late = stories.registration("late", "a", told_by=events.ParticipantRegistered)
    region.watch(before=lambda number: region.heard(newer, late) if number == 2 else region.heard(older))
    region.replay().run()
    region.heard(older)
    rebuilt = region.contents()
    region.empty()
    region.heard(*all_told, newer, late)
    assert rebuilt == region.contents()


def test_after_a_replay_events_are_handled_as_ever(region: Region) -> None:
    region.happened(*(all_told := told()))
    region.replay().run()
    region.heard(*all_told, stories.registration("new", "b"))
    rebuilt = region.contents()
    region.empty()
    region.heard(*all_told, stories.registration("new", "b"))
    assert rebuilt == region.contents()


def test_who_begins_anew_ends_the_one_that_was_begun_and_nothing_is_half(region: Region) -> None:
    region.happened(*told())
    first = region.replay()
    second = region.replay(anew=True)
    assert not second.is_resumed
    with pytest.raises(RebuildHasEnded):
        first.run()
    second.run()
    assert region.states() == ["given_up", "done"]
    with pytest.raises(RebuildHasEnded):
        second.run()


def test_two_commands_at_once_read_the_same_and_one_of_them_swaps(region: Region) -> None:
    region.happened(*(all_told := told()))
    region.heard(*all_told)
    right = region.contents()
    spoilt(region)
    first, second = region.replay(), region.replay()
    first.run()
    with pytest.raises(RebuildHasEnded):
        second.run()
    assert region.contents() == right


def test_what_waits_or_is_parked_is_as_in_the_rebuilt(region: Region) -> None:
    region.happened(*(all_told := told()))
    event = all_told[2]
    now = clock.now()
    row = {"event_id": event.id, "type": event.type.name, "body": encode(event), "error": "a bug"}
    other = {"event_id": new_id(), "type": "registration.staff_access_changed", "body": b"", "error": "one"}
    region.spoil(sa.insert(failed).values(id=new_id(), failed_at=now, **row))
    region.spoil(sa.insert(failed).values(id=new_id(), failed_at=now, **other))
    region.spoil(sa.insert(retries).values(attempts=1, due_at=now, **row))
    region.replay().run()
    with region.reporting.extensions[EXTENSION].database.read() as session:
        assert session.scalars(sa.select(failed.c.error)).all() == ["one"]
        assert session.scalars(sa.select(retries.c.event_id)).all() == []


def test_staff_keep_their_access_and_nothing_is_left_of_the_shadow(region: Region) -> None:
    region.heard(access_of("coordinator", None, None, ["0" * 64]))
    region.happened(*told())
    replay = region.replay()
    replay.run()
    database = region.reporting.extensions[EXTENSION].database
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(staff_access)) == 1
        known = session.scalars(sa.select(latest.c.type).distinct()).all()
        assert "registration.staff_access_changed" in known
    shadow = shadow_of(database, replay.id)
    if database.is_sqlite:
        with pytest.raises(sa.exc.OperationalError, match="no such table"), shadow.read() as session:
            session.execute(sa.select(Registration))
    else:
        assert schema_of(replay.id) not in sa.inspect(database.engine).get_schema_names()
    shadow.dispose()


def test_a_rebuild_whose_command_is_gone_is_given_up_after_an_hour(region: Region) -> None:
    region.replay()
    with region.reporting.app_context():
        with transaction() as session:
            assert not give_up_forgotten(session)
        with clock.at(clock.now() + FORGOTTEN_AFTER * 2), transaction() as session:
            assert give_up_forgotten(session)
    assert region.states() == ["given_up"]


@pytest.mark.parametrize("region", ["postgresql"], indirect=True)
def test_a_shadow_that_is_broken_holds_up_nobody(region: Region) -> None:
    replay = region.replay()
    region.spoil(sa.schema.DropSchema(schema_of(replay.id), cascade=True))
    region.heard(*told())
    assert region.contents()["registrations"]
    assert region.states() == ["given_up"]


@pytest.mark.parametrize("region", ["postgresql"], indirect=True)
def test_workers_that_may_change_no_schema_fill_the_shadow_and_go_on_after_the_swap(region: Region) -> None:
    region.happened(*(all_told := told()))
    region.heard(*all_told[:4])
    owner = region.reporting.extensions[EXTENSION].database
    with a_user_who_only_writes(owner) as service:
        worker = Inbox(service, PAGE, handlers_of("reporting"))
        region.watch(before=lambda number: worker.take([encode(stories.registration(f"n{number}", "b"))]))
        region.replay().run()
        worker.take([encode(stories.registration("after", "b"))])
        with service.read() as session:
            seen = session.scalar(sa.select(sa.func.count()).select_from(Registration))
    assert region.states() == ["done"]
    assert seen == len(region.contents()["registrations"]) > 7


@contextmanager
def a_user_who_only_writes(owner: Database) -> Iterator[Database]:
    """The same database as the services' own users have it in production."""
    name, rights = f"service_{random_id().hex}", "SELECT, INSERT, UPDATE, DELETE ON"
    _as_owner(
        owner,
        f"CREATE ROLE {name} LOGIN PASSWORD 'only-writes'",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT {rights} ALL TABLES IN SCHEMA public TO {name}",
        f"ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {name}",
        f"ALTER DEFAULT PRIVILEGES GRANT {rights} TABLES TO {name}",
    )
    service = Database(owner.url.set(username=name, password="only-writes"))
    try:
        yield service
    finally:
        service.dispose()
        _as_owner(owner, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def _as_owner(owner: Database, *statements: str) -> None:
    with owner.begin() as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)


def test_a_database_that_was_not_migrated_is_told_before_anything_is_read(region: Region) -> None:
    region.spoil(sa.text("UPDATE alembic_version_reporting SET version_num = '0001'"))
    with pytest.raises(SchemaIsOld):
        region.replay()
    assert region.states() == []


def test_every_table_and_every_event_is_rebuilt_or_known_to_stay() -> None:
    rebuilt, tables = {table.name for table in rebuilt_tables()}, set(Base.metadata.tables)
    assert tables - rebuilt <= STAYS, "name it in services/reporting/rebuilding.py, or here if it stays"
    assert not rebuilt & STAYS
    handlers = handlers_of("reporting")
    assert handlers.keys() - projections(handlers).keys() <= NOT_REBUILT, "mark its handler as a projection"
    assert not projections(handlers).keys() & NOT_REBUILT
