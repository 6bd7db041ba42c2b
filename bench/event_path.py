"""Events from an outbox row's commit to the committed effect, against plain scripts in the same run."""

import argparse
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from bench import floor_events
from bench.floor_events import effects
from bench.servers import Servers, median, percentile, processes, report, servers
from shared import events
from shared.db import Database
from shared.envelope import Event, encode
from shared.inbox import takes_batch
from shared.outbox import emit
from shared.service import EXTENSION
from shared.worker import Worker

DONE = "bench_done"
NINE = datetime(2026, 3, 12, 9, tzinfo=UTC)


def one_effect(session: Session, event: Event) -> None:
    """A handler as most are: one event, one row."""
    session.execute(sa.insert(effects).values(event_id=event.id, subject=event.subject))


@takes_batch
def many_effects(session: Session, batch: Sequence[Event]) -> None:
    """A handler as reporting's are: a batch, one statement."""
    session.execute(sa.insert(effects), [{"event_id": item.id, "subject": item.subject} for item in batch])


def told_effect(session: Session, event: Event) -> None:
    """One row, and a notice that arrives with its commit."""
    one_effect(session, event)
    session.execute(sa.select(sa.func.pg_notify(DONE, str(event.id))))


def work(name: str, database_url: str, broker_url: str, handler: Callable[..., None] | None) -> None:
    """A worker process of ours, as in production."""
    app = Flask(name)
    settings = SimpleNamespace(rabbitmq_url=broker_url)
    app.extensions[EXTENSION] = SimpleNamespace(name=name, settings=settings, database=Database(database_url))
    handlers = {events.AttendanceRecorded: handler} if handler else {}
    loops = Worker(app, handlers, ())
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    loops.start()
    stop.wait()
    loops.stop()


def event() -> Event:
    """An event with one listener, as the floor has one queue; about as long as events are."""
    present = [uuid4() for _ in range(4)]
    hours = {"starts_at": NINE, "ends_at": NINE + timedelta(hours=7)}
    return events.AttendanceRecorded(uuid4(), version=1, occasion_id=uuid4(), present=present, **hours)


def ours(own: Servers, count: int, handler: Callable[..., None]) -> float:
    """Events a second through our outbox, relay, queue and inbox."""
    source, target, broker = own.database("registration"), own.database("reporting"), own.vhost()
    database = Database(source)
    for start in range(0, count, 500):
        with database.begin() as session:
            emit(session, *[event() for _ in range(min(500, count - start))])
    database.dispose()
    floor_events.METADATA.create_all(engine := sa.create_engine(target))
    relay, consumer = (
        (work, ("registration", source, broker, None)),
        (work, ("reporting", target, broker, handler)),
    )
    return _rate(engine, count, relay, consumer)


def floor(own: Servers, count: int, together: bool) -> float:
    """Events a second through the plain scripts."""
    source, target, broker = own.database("registration"), own.database("reporting"), own.vhost()
    for url in (source, target):
        floor_events.METADATA.create_all(engine := sa.create_engine(url))
        if url == source:
            with engine.begin() as connection:
                rows = [{"body": encode(event())} for _ in range(count)]
                connection.execute(sa.insert(floor_events.plain_outbox), rows)
    floor_events.declare(broker)
    relay = floor_events.relay, (source, broker)
    return _rate(engine, count, relay, (floor_events.consume, (target, broker, together)))


def _rate(engine: sa.Engine, count: int, *targets: tuple[Callable[..., None], tuple[Any, ...]]) -> float:
    """From the first effect to the last, so that the start of processes does not count."""
    with processes(*targets), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        seen, since, begun = 0, 0.0, 0
        while seen < count:
            seen = connection.scalar(sa.select(sa.func.count()).select_from(effects)) or 0
            if seen and not since:
                since, begun = time.perf_counter(), seen
            time.sleep(0.02)
        return (count - begun) / (time.perf_counter() - since)


def alone(own: Servers, count: int) -> list[float]:
    """Milliseconds for one event at a time, from its commit to the notice of its committed effect."""
    source, target, broker = own.database("registration"), own.database("reporting"), own.vhost()
    floor_events.METADATA.create_all(sa.create_engine(target))
    database, taken = Database(source), []
    plain = target.replace("+psycopg", "")
    relay = work, ("registration", source, broker, None)
    consumer = work, ("reporting", target, broker, told_effect)
    with processes(relay, consumer), psycopg.connect(plain, autocommit=True) as ear:
        ear.execute(f"LISTEN {DONE}")
        for _ in range(count):
            with database.begin() as session:
                emit(session, event())
            since = time.perf_counter()
            next(ear.notifies())
            taken.append((time.perf_counter() - since) * 1000)
            time.sleep(0.02)
    return taken[20:]  # the first ones wait for processes to start


def main() -> None:
    """Alternate ours and the floor, and print the medians with their ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=20_000)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    rates: dict[str, list[float]] = {"single": [], "single_floor": [], "batch": [], "batch_floor": []}
    with servers() as own:
        for _ in range(given.rounds):
            rates["single_floor"].append(floor(own, given.events, together=False))
            rates["single"].append(ours(own, given.events, one_effect))
            rates["batch_floor"].append(floor(own, given.events, together=True))
            rates["batch"].append(ours(own, given.events, many_effects))
        taken = alone(own, 220)
    report(
        "event_path",
        events=given.events,
        **{f"{name}_per_s": median(found) for name, found in rates.items()},
        single_ratio=median([a / b for a, b in zip(rates["single"], rates["single_floor"], strict=True)]),
        batch_ratio=median([a / b for a, b in zip(rates["batch"], rates["batch_floor"], strict=True)]),
        alone_p50_ms=median(taken),
        alone_p95_ms=percentile(taken, 0.95),
    )


if __name__ == "__main__":
    main()
