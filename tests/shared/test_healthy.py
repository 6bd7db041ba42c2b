"""A worker is healthy while every loop that events depend on goes round, on its own host."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from services.__main__ import main
from services.healthy import web_is_ready, worker_is_alive
from shared import clock
from shared.beats import are_alive, beat
from shared.db import Database
from shared.settings import Settings

LOOPS = ("relay", "consumer")


def note(database: Database, host: str, loop: str, seconds_ago: int = 0) -> None:
    """A worker on that host went round so long ago."""
    with database.begin() as session:
        beat(session, f"{host}:7", loop, clock.now() - timedelta(seconds=seconds_ago))


def alive(database: Database, host: str = "here") -> bool:
    with database.read() as session:
        return are_alive(session, host, LOOPS)


def test_a_worker_is_alive_while_all_its_loops_go_round(database: Database) -> None:
    note(database, "here", "relay")
    assert not alive(database)
    note(database, "here", "consumer", seconds_ago=29)
    assert alive(database)


def test_a_loop_that_stands_still_makes_the_worker_unhealthy(database: Database) -> None:
    note(database, "here", "relay")
    note(database, "here", "consumer", seconds_ago=31)
    assert not alive(database)


def test_a_worker_elsewhere_says_nothing_of_this_one(database: Database) -> None:
    for loop in LOOPS:
        note(database, "here-too", loop)
        note(database, "her_", loop)
    assert not alive(database)
    assert alive(database, "her_")


def test_a_database_that_does_not_answer_is_no_sign_of_life() -> None:
    nowhere = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:9/none", secret_key="k" * 40)
    assert not worker_is_alive("registration", nowhere)


def test_a_web_process_that_does_not_listen_is_not_ready() -> None:
    assert not web_is_ready("registration", port=9)


@pytest.mark.parametrize("arguments", [["web", "registration", "--port", "9"], ["worker", "registration"]])
def test_the_command_exits_with_1_when_something_is_wrong(arguments: list[str]) -> None:
    environment = {"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none", "SECRET_KEY": "k" * 40}
    assert CliRunner().invoke(main, ["healthy", *arguments], env=environment).exit_code == 1
