"""Several relays and consumers of one service, of which one stands still, goes on, or is killed."""

import random
import threading

import psycopg
import pytest

from shared.db import lock_key
from shared.inbox import failures
from shared.outbox import emit, wait_again
from tests.faults.one_fault import handlers
from tests.faults.one_fault.pipeline import Pipeline
from tests.faults.one_fault.processing import SIGCONT, SIGKILL, SIGSTOP, processes
from tests.servers.guardian import wait_until
from tests.shared.happenings import NOON, attendance, noted

pytestmark = pytest.mark.usefixtures("brisk")


def test_a_leader_that_stood_still_while_another_took_over_does_nothing_twice(pipeline: Pipeline) -> None:
    with processes(pipeline) as running:
        leader = running.start()
        pipeline.emits()
        pipeline.settles()
        successor = running.start()
        pipeline.emits(60)
        running.signal(leader, SIGSTOP)
        pipeline.emits(20)
        end_leadership(pipeline)
        assert wait_until(lambda: pipeline.waiting == 0, 20), "nobody took over"
        running.signal(leader, SIGCONT)
        pipeline.emits(20)
        pipeline.settles()
        running.signal(successor, SIGKILL)
        pipeline.emits(20)
        pipeline.settles()


def end_leadership(pipeline: Pipeline) -> None:
    """End the connection that holds the relay's lock, as PostgreSQL does with a client that is gone."""
    key = lock_key("relay")
    high, low = (key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF
    address = pipeline.database_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as operator:
        ended = operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND granted AND datname = current_database()"
            " AND classid::bigint = %s AND objid::bigint = %s",
            [high, low],
        ).fetchall()
    assert ended == [(True,)]


def test_no_row_is_passed_over_whatever_the_order_in_which_writers_commit(pipeline: Pipeline) -> None:
    pipeline.works()

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(25):
            with pipeline.database.begin() as session:
                emit(session, *(attendance() for _ in range(chance.randint(1, 3))))
                threading.Event().wait(chance.uniform(0, 0.01))  # commits later than it took its numbers

    writers = [threading.Thread(target=write, args=[seed]) for seed in range(5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    pipeline.settles()


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_handlers_that_fail_now_and_then_have_all_their_effects_in_the_end(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(failures, "FIRST_DELAY", failures.FIRST_DELAY / 50)
    pipeline.works(handlers.flaky(share, seed=7))
    pipeline.emits(150)
    pipeline.settles()


def test_the_whole_history_published_twice_more_has_no_new_effect(pipeline: Pipeline) -> None:
    pipeline.works()
    pipeline.emits(60)
    pipeline.settles()
    before = noted(pipeline.database)
    for _ in range(2):
        with pipeline.database.begin() as session:
            assert wait_again(session, NOON.replace(year=2020)) == 60
        pipeline.settles()
    assert noted(pipeline.database) == before
