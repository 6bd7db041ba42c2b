"""The loops of a service: relay, consumer, retries, schedule. As threads beside the web, or in workers."""

import gc
import os
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from shared import audit, beats, clock, outbox, relay
from shared.bus import Bus
from shared.bus.consumer import RabbitConsumer
from shared.bus.publisher import RabbitPublisher
from shared.db import Database
from shared.events import PAGE
from shared.inbox import Handlers, Inbox, failures
from shared.inbox.failed_events import forget_discarded
from shared.listener import listen
from shared.rebuilding import give_up_forgotten
from shared.rebuilding.shadow import drop_shadows
from shared.service import EXTENSION, Service, service, transaction
from shared.web.idempotency import forget_old_answers
from shared.web.throttle import forget_old_tries

log = structlog.get_logger(__name__)

POLL = timedelta(seconds=1)  # only a fallback: loops are woken
BEAT = timedelta(seconds=5)
BACKOFF = 1.0  # seconds that a loop rests after a failure
PATIENCE = 15.0  # seconds that a stopping worker waits for the work at hand


@dataclass(frozen=True)
class Job:
    """Work that a service does by itself: every so often, and at once when its signal is raised.

    `run` is called inside the application context and returns whether more may wait already.
    """

    run: Callable[[], object]
    every: timedelta
    wake_on: str | None = None
    name: str = ""

    @property
    def loop(self) -> str:
        """The name under which it beats."""
        return self.name or self.run.__name__


@dataclass
class _Loop:
    name: str
    last_round: datetime = field(default_factory=clock.now)
    trouble: str | None = None
    queue_length: int | None = None


def collect_seldom() -> None:
    """Spare the collector what is there for good, and rounds within a batch: a quarter of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


class Worker:
    """All loops of one service in this process; start, and stop after the batch at hand."""

    def __init__(self, app: Flask, handlers: Handlers, jobs: Sequence[Job], bus: Bus | None = None) -> None:
        """`bus` is given in one process; without it the settings' broker is used."""
        self._app = app
        self._service: Service = app.extensions[EXTENSION]
        self._database: Database = self._service.database
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._loops: list[_Loop] = []
        self._ran: dict[str, tuple[datetime | None, int]] = {}
        self.inbox = Inbox(self._database, PAGE, handlers)
        self._is_alone = bus is not None
        self._bus: Bus = bus or RabbitPublisher(self._service.settings.rabbitmq_url)
        self._relay = relay.Relay(self._database, self._bus, blank_private=self._is_alone)
        self._jobs = [
            Job(self._publish, every=POLL, wake_on=outbox.WAKE, name="relay"),
            Job(self.inbox.retry_due, every=POLL, wake_on=failures.WAKE, name="retries"),
            Job(_keep_house, every=timedelta(minutes=10)),
            *jobs,
        ]

    def start(self) -> None:
        """Start a thread per loop."""
        for job in self._jobs:
            self._thread(self._run_job, self._loop(job.loop), job)
        if self.inbox.has_handlers and not self._is_alone:
            self._thread(self._consume, self._loop("consumer"))
        if not self._database.is_sqlite:
            names = frozenset(job.wake_on for job in self._jobs if job.wake_on)
            self._thread(listen, self._database, names, self._stop)
        self._thread(self._beat)

    def stop(self) -> None:
        """Stop every loop after its current batch; returns when all have stopped, or patience ends."""
        self._stop.set()
        for job in self._jobs:
            self._database.wake.set(job.wake_on or job.loop)
        self._database.wake.set("beat")
        for thread in self._threads:
            thread.join(PATIENCE)
        self._relay.close()

    def work_once(self) -> bool:
        """Run each job that is due, or was woken, in this thread; returns whether there was one."""
        return any([self._run_if_due(job) for job in self._jobs])

    def _run_if_due(self, job: Job) -> bool:
        woken, now = self._database.wake.count(job.wake_on or job.loop), clock.now()
        ran_at, seen = self._ran.get(job.loop, (None, 0))
        if ran_at is not None and woken == seen and now < ran_at + job.every:
            return False
        with self._app.app_context(), audit.acting(audit.job):
            more = job.run()
        self._ran[job.loop] = (None if more else now), woken
        return True

    def _loop(self, name: str) -> _Loop:
        loop = _Loop(name)
        self._loops.append(loop)
        return loop

    def _thread(self, target: Callable[..., None], *arguments: object) -> None:
        name = f"{self._service.name}-{target.__name__}"
        thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run_job(self, loop: _Loop, job: Job) -> None:
        signal, wake = job.wake_on or job.loop, self._database.wake
        while not self._stop.is_set():
            seen = wake.count(signal)
            more: object = False
            try:
                with self._app.app_context(), audit.acting(audit.job):
                    more = job.run()
                loop.trouble = None
            except Exception as error:
                loop.trouble = f"{type(error).__name__}: {error}"[:200]
                log.exception("loop_failed", loop=loop.name)
                # Woken by every commit, it would ask as often for what is away.
                self._stop.wait(BACKOFF)
            loop.last_round = clock.now()
            if not more:
                wake.wait(signal, seen, job.every.total_seconds())

    def _publish(self) -> bool:
        """Publish a batch; what is emitted meanwhile wakes the relay, so only a full one may leave a rest."""
        self._relay.step()
        return self._relay.may_have_more

    def _consume(self, loop: _Loop) -> None:
        settings = self._service.settings
        consumer = RabbitConsumer(settings.rabbitmq_url, self._service.name, self.inbox)

        def note_round() -> None:
            loop.last_round, loop.trouble = clock.now(), consumer.trouble
            loop.queue_length = consumer.queue_length

        with self._app.app_context(), audit.acting(audit.job):
            consumer.run(self._stop, note_round)

    def _beat(self) -> None:
        while not self._stop.is_set():
            seen = self._database.wake.count("beat")
            try:
                with self._database.begin() as session:
                    for loop in self._loops:
                        news = loop.last_round, loop.trouble, loop.queue_length
                        beats.beat(session, self._name, loop.name, *news)
            except Exception as error:
                log.warning("beat_failed", error=type(error).__name__)
            self._database.wake.wait("beat", seen, BEAT.total_seconds())


def _keep_house() -> None:
    with transaction() as session:
        outbox.blank_private_bodies(session, clock.now())
        beats.forget_the_gone(session)
        forget_old_answers(session, clock.now())
        forget_old_tries(session, clock.now())
        audit.forget_old_entries(session, clock.now() - audit.KEPT)
        forget_discarded(session, clock.now())
        has_shadow = give_up_forgotten(session)
    if has_shadow:
        with suppress(ProgrammingError):  # as a user who may change no schema: the next replay removes it
            drop_shadows(service().database)
