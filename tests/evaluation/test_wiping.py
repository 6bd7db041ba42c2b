"""What a closing deleted is overwritten once nobody can see it any more, whoever else works on the server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from services.evaluation import schedule
from shared.db import Database
from tests.applications import Applications
from tests.evaluation.story import Story, people
from tests.evaluation.traces import rows_in

KAFFET = b"Kaffet var starkt"


@pytest.fixture
def story(fresh_database: Callable[[str, str], str], applications: Applications) -> Iterator[Story]:
    """The service on PostgreSQL, where a table is written anew without what nobody may see."""
    with applications.lend(
        "evaluation", fresh_database("evaluation", "postgresql"), evaluation_delay=0
    ) as app:
        yield Story(app)


@pytest.fixture
def elsewhere(fresh_database: Callable[[str, str], str]) -> Database:
    """Another database of the same server, as another service has."""
    return Database(fresh_database("notifications", "postgresql"))


def test_a_wiping_is_put_off_while_any_transaction_of_the_server_is_older_than_the_closing(
    story: Story, elsewhere: Database
) -> None:
    with _working(elsewhere), capture_logs() as log:
        _close(story)
        assert not _wiped(story)
        assert _is_left(story)
    assert [line["event"] for line in log if "wiping" in line["event"]] == ["wiping_put_off"]
    assert story.wipe()
    assert not _is_left(story)
    assert not _wiped(story)


@contextmanager
def _working(database: Database) -> Iterator[None]:
    """A transaction that writes, and takes its time."""
    with database.engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_current_xact_id()"))
        yield
    database.engine.dispose()


def _close(story: Story) -> None:
    evaluation_id = story.hold(people(6))
    for token in story.tokens(evaluation_id).values():
        story.answer(token, good=KAFFET.decode())
    story.close(evaluation_id)


def _wiped(story: Story) -> bool:
    with story.at():
        return bool(schedule.wipe())


def _is_left(story: Story) -> bool:
    pending = rows_in(story.database)["pages of pending_ballots"]
    return any(KAFFET in row for row in pending)
