"""Consumers of reporting's events, each in a process of its own, as a worker's is."""

import multiprocessing
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from time import perf_counter

from bench.stack import SECRET
from services.reporting.app import create_app
from services.reporting.settings import Settings
from shared.service import EXTENSION
from shared.settings import load
from shared.worker import collect_seldom
from tests.events import inbox_of

Batches = Sequence[Sequence[bytes]]


def batches_a_second(database_url: str, batches: Batches, consumers: int, first: int = 5) -> float:
    """How many batches have had their effect each second; the first of each consumer do not count."""
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(consumers + 1)
    shares = [batches[number::consumers] for number in range(consumers)]
    started = [
        context.Process(target=_consume, args=(database_url, share, first, together)) for share in shares
    ]
    for process in started:
        process.start()
    together.wait()
    since = perf_counter()
    for process in started:
        process.join()
    if any(process.exitcode for process in started):
        raise RuntimeError("a consumer failed")
    return (len(batches) - consumers * first) / (perf_counter() - since)


def _consume(database_url: str, batches: Batches, first: int, together: Barrier) -> None:
    app = create_app(load(Settings, database_url=database_url, secret_key=SECRET, log_level="error"))
    with app.app_context():
        inbox = inbox_of(app)
        collect_seldom()
        for batch in batches[:first]:
            inbox.take(batch)
        together.wait()
        for batch in batches[first:]:
            inbox.take(batch)
    app.extensions[EXTENSION].database.dispose()
