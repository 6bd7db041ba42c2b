"""A service's loops: woken at once, going on after a failure, and telling how they are."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask

from shared import clock
from shared.beats import beats, report
from shared.bus.in_process import InProcessBus
from shared.db import Database
from shared.events import PAGE, AttendanceRecorded
from shared.outbox import backlog, emit
from shared.service import EXTENSION
from shared.wake import wake
from shared.worker import Job, Worker
from tests.servers.guardian import wait_until
from tests.shared.happenings import attendance, note, noted

LONG = timedelta(hours=1)


@pytest.fixture
def app(database: Database) -> Flask:
    """An application that is nothing but a service with a database."""
    app = Flask("registration")
    settings = SimpleNamespace(rabbitmq_url="")
    app.extensions[EXTENSION] = SimpleNamespace(name="registration", settings=settings, database=database)
    return app


@pytest.fixture
def working(app: Flask) -> Iterator[Callable[..., Worker]]:
    """Start a worker in this process; it is stopped after the test."""
    started: list[Worker] = []

    def start(*jobs: Job) -> Worker:
        bus = InProcessBus(PAGE, {"reporting": lambda bodies: worker.inbox.take(bodies)})
        worker = Worker(app, {AttendanceRecorded: note}, jobs, bus)
        worker.start()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.stop()


def test_an_event_reaches_its_listener_as_soon_as_its_transaction_commits(
    database: Database, working: Callable[..., Worker]
) -> None:
    working()
    event = attendance()
    with database.begin() as session:
        emit(session, event)
    assert wait_until(lambda: noted(database) == [event.id], 10)
    assert wait_until(lambda: _waiting(database) == 0, 10)


def test_a_job_runs_at_once_when_it_is_woken(database: Database, working: Callable[..., Worker]) -> None:
    ran = threading.Semaphore(0)
    working(Job(ran.release, every=LONG, wake_on="bell", name="ringing"))
    assert ran.acquire(timeout=10)  # the first round, when it starts
    with database.begin() as session:
        wake(session, "bell")
    assert ran.acquire(timeout=10)


def test_a_job_that_has_more_to_do_is_run_again_without_waiting(working: Callable[..., Worker]) -> None:
    left = [3]
    done = threading.Event()

    def work() -> bool:
        left[0] -= 1
        if left[0] == 0:
            done.set()
        return left[0] > 0

    working(Job(work, every=LONG))
    assert done.wait(10)


def test_a_job_that_fails_tells_its_trouble_and_is_tried_again(
    database: Database, working: Callable[..., Worker]
) -> None:
    tries: list[int] = []

    def fail_twice() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise ValueError("not yet")

    working(Job(fail_twice, every=timedelta(milliseconds=20)))
    assert wait_until(lambda: len(tries) > 3, 10)


def test_a_job_that_fails_rests_however_often_it_is_woken(
    database: Database, working: Callable[..., Worker]
) -> None:
    failed: list[int] = []

    def fail() -> None:
        failed.append(1)
        database.wake.set("bell")  # as commits do while the broker is away
        raise ConnectionError

    working(Job(fail, every=LONG, wake_on="bell", name="failing"))
    assert not wait_until(lambda: len(failed) > 1, 0.5)
    assert wait_until(lambda: len(failed) > 1, 10)


def test_the_beats_tell_what_troubles_a_loop(
    app: Flask, database: Database, working: Callable[..., Worker]
) -> None:
    def fail() -> None:
        raise ValueError("no way")

    working(Job(fail, every=LONG, name="failing"))

    def trouble() -> str | None:
        with database.read() as session:
            return session.scalar(sa.select(beats.c.trouble).where(beats.c.loop == "failing"))

    assert wait_until(lambda: trouble() == "ValueError: no way", 10)
    with app.app_context(), database.read() as session:
        assert report(session).degraded == []


def test_a_service_whose_worker_is_gone_is_reported_as_degraded(app: Flask, database: Database) -> None:
    with database.begin() as session:
        emit(session, attendance())
    later = clock.now() + timedelta(minutes=2)
    with app.app_context(), database.read() as session, clock.at(later):
        found = report(session)
    assert found.figures["outbox_length"] == 1
    assert [text.partition(":")[0] for text in found.degraded] == ["outbox", "relay"]


def test_work_done_by_hand_runs_what_is_due_or_woken_and_nothing_else(app: Flask, database: Database) -> None:
    ran: list[str] = []
    job = Job(lambda: ran.append("x"), every=LONG, wake_on="bell", name="ringing")
    worker = Worker(app, {}, [job], InProcessBus(PAGE, {}))
    assert worker.work_once()
    assert not worker.work_once()
    with database.begin() as session:
        wake(session, "bell")
    assert worker.work_once()
    with clock.at(clock.now() + 2 * LONG):
        assert worker.work_once()
    assert len(ran) == 3


def _waiting(database: Database) -> int:
    with database.read() as session:
        return backlog(session)[0]
