"""Workers as processes of their own, which can be killed, stopped and continued."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess

import structlog

from shared.events import AttendanceRecorded
from shared.worker import Worker
from tests.faults.one_fault import handlers
from tests.faults.one_fault.pipeline import SILENT, Pipeline, app_on
from tests.servers.guardian import wait_until
from tests.shared.happenings import note

HANDLERS = {"note": note, "deadly": handlers.deadly}


def work(database_url: str, rabbitmq_url: str, handler: str) -> None:
    """What such a process does."""
    structlog.configure(wrapper_class=SILENT)
    app = app_on(database_url, rabbitmq_url)
    Worker(app, {AttendanceRecorded: HANDLERS[handler]}, ()).start()
    threading.Event().wait()


class Processes:
    """The worker processes of one pipeline."""

    def __init__(self, pipeline: Pipeline, context: ForkServerContext) -> None:
        self._pipeline = pipeline
        self._context = context
        self.all: list[BaseProcess] = []
        self.deaths = 0

    def start(self, handler: str = "note") -> BaseProcess:
        """Start one more."""
        given = (self._pipeline.database_url, self._pipeline.rabbitmq_url, handler)
        process = self._context.Process(target=work, args=given, daemon=True)
        process.start()
        self.all.append(process)
        return process

    def restarts(self, handler: str, until_parked: int, seconds: float = 60) -> None:
        """Start whatever died, as a supervisor would, until so many events are parked."""

        def is_over() -> bool:
            for process in self.all:
                if not process.is_alive():
                    self.all.remove(process)
                    self.deaths += 1
                    self.start(handler)
            return len(self._pipeline.parked_ids()) >= until_parked

        assert wait_until(is_over, seconds, every=0.05), f"{self.deaths} died"

    def signal(self, process: BaseProcess, number: int) -> None:
        """Send a signal to one of them."""
        os.kill(process.pid or 0, number)

    def end(self) -> None:
        """Kill what runs."""
        for process in self.all:
            process.kill()
            process.join()


@contextmanager
def processes(pipeline: Pipeline) -> Iterator[Processes]:
    """Processes that start in no time: each is a copy of one that has loaded everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    made = Processes(pipeline, context)
    try:
        yield made
    finally:
        made.end()


SIGSTOP, SIGCONT, SIGKILL = signal.SIGSTOP, signal.SIGCONT, signal.SIGKILL
