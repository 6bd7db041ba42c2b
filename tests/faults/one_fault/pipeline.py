"""The event path of one service as it runs, outbox to inbox; and what must hold in the end."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID

import pika
import sqlalchemy as sa
import structlog
from flask import Flask

from shared.beats import Report, report
from shared.bus import topology
from shared.db import Database
from shared.envelope import Event
from shared.events import AttendanceRecorded
from shared.inbox import Handler
from shared.inbox.tables import failed, inbox, retries
from shared.outbox import backlog, emit, outbox
from shared.service import EXTENSION
from shared.worker import Job, Worker
from tests.servers.guardian import wait_until
from tests.shared.conftest import effects
from tests.shared.happenings import attendance, note, noted

SILENT = structlog.make_filtering_bound_logger(logging.CRITICAL)
SERVICE = "reporting"  # hears what the tests emit, and here emits it too
PATIENCE = 40.0  # seconds for everything to arrive once all is well again


def app_on(database_url: str, rabbitmq_url: str, service: str = SERVICE) -> Flask:
    """An application that is nothing but a service with a database and a broker."""
    app = Flask(service)
    settings = SimpleNamespace(rabbitmq_url=rabbitmq_url)
    database = Database(database_url)
    app.extensions[EXTENSION] = SimpleNamespace(name=service, settings=settings, database=database)
    return app


@dataclass
class Pipeline:
    """Where it runs: its servers' own addresses, whatever stands between them and a worker."""

    database_url: str
    rabbitmq_url: str
    workers: list[tuple[Worker, Flask]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database = Database(self.database_url)
        with self.database.begin() as session:
            effects.create(session.connection(), checkfirst=True)

    def works(
        self,
        handler: Handler = note,
        *,
        database: str | None = None,
        broker: str | None = None,
        jobs: Sequence[Job] = (),
    ) -> Worker:
        """Start a worker as threads of this process, by way of these addresses."""
        app = app_on(database or self.database_url, broker or self.rabbitmq_url)
        worker = Worker(app, {AttendanceRecorded: handler}, jobs)
        worker.start()
        self.workers.append((worker, app))
        return worker

    def emits(self, count: int = 1, make: Callable[[], Event] = attendance) -> list[Event]:
        """Emit so many events, each in a transaction of its own."""
        events = [make() for _ in range(count)]
        for event in events:
            with self.database.begin() as session:
                emit(session, event)
        return events

    @property
    def waiting(self) -> int:
        """How many events are not yet published."""
        with self.database.read() as session:
            return backlog(session)[0]

    def taken(self) -> int:
        """How many events the inbox knows."""
        with self.database.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(inbox)) or 0

    def report(self) -> Report:
        """What /readyz and /metrics would tell."""
        app = Flask(SERVICE)
        settings = SimpleNamespace(rabbitmq_url=self.rabbitmq_url)
        app.extensions[EXTENSION] = SimpleNamespace(name=SERVICE, settings=settings, database=self.database)
        with app.app_context(), self.database.read() as session:
            return report(session)

    def settles(self, *, parked: int = 0, seconds: float = PATIENCE) -> None:
        """Everything emitted arrives once: outbox = effects + parked, and nothing is left in a queue."""
        wait_until(lambda: self._is_settled(parked), seconds, every=0.05)
        told = self.emitted_ids()
        seen, stuck = noted(self.database), self.parked_ids()
        assert (self.waiting, self._retries()) == (0, 0), f"still on their way: {self.report()}"
        assert sorted(seen) == sorted(set(seen)), "nothing is done twice"
        assert set(seen) | set(stuck) == told, f"{len(told - set(seen) - set(stuck))} of {len(told)} are lost"
        assert not set(seen) & set(stuck) and len(stuck) == parked
        assert wait_until(lambda: self.queued() == (0, 0), 10), self.queued()

    def queued(self) -> tuple[int, int]:
        """How many messages stand in the service's queue and among its dead letters, given out or not."""
        with pika.BlockingConnection(pika.URLParameters(self.rabbitmq_url)) as witness:
            channel = witness.channel()
            names = (topology.queue_name(SERVICE), topology.dead_queue_name(SERVICE))
            lengths = [channel.queue_declare(name, passive=True).method.message_count for name in names]
        return lengths[0], lengths[1]

    def emitted_ids(self) -> set[UUID]:
        """The events in the outbox."""
        with self.database.read() as session:
            return set(session.scalars(sa.select(outbox.c.event_id)))

    def parked_ids(self) -> list[UUID]:
        """The events that are parked."""
        with self.database.read() as session:
            return list(session.scalars(sa.select(failed.c.event_id)))

    def close(self) -> None:
        """Stop the workers, all at once."""
        stopping = [threading.Thread(target=worker.stop) for worker, _ in self.workers]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()
        for _, app in self.workers:
            app.extensions[EXTENSION].database.dispose()
        self.database.dispose()

    def _retries(self) -> int:
        with self.database.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(retries)) or 0

    def _is_settled(self, parked: int) -> bool:
        done = len(noted(self.database)) + len(self.parked_ids())
        return done >= len(self.emitted_ids()) and self.waiting == self._retries() == 0
