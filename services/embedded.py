"""All four services in one process, on SQLite, with the bus in memory and e-mail in a mailbox folder."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from flask import Flask

from services.names import SERVICES, handlers_of, jobs_of, module
from shared.asking import introduce
from shared.bus.in_process import InProcessBus
from shared.events import PAGE
from shared.migrate import upgrade_database
from shared.settings import load
from shared.worker import Worker

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]


class DataFolderIsInUse(Exception):
    """Another process serves this data folder."""


class Embedded:
    """The four applications on one data folder; its loops run between `start` and `stop`."""

    def __init__(self, data: Path, base_url: str, **settings: Any) -> None:
        """Migrate the databases in `data`, which is made when it is missing, and make the applications.

        Raises DataFolderIsInUse. `settings` are given to each service that has one of that name.
        """
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self._lock = _lock(data / "lock")
        common = {"base_url": base_url, "secret_key": _secret(data / "secret"), **settings}
        self.apps = {name: self._make_app(name, common) for name in SERVICES}
        introduce(self.apps)
        self.workers = self._make_workers()
        self.wsgi: Wsgi = Dispatch(self.apps)

    def start(self) -> None:
        """Start every service's loops."""
        for worker in self.workers.values():
            worker.start()

    def stop(self) -> None:
        """Stop every loop after its current batch, and let the data folder go."""
        for worker in self.workers.values():
            worker.stop()
        for app in self.apps.values():
            app.extensions["kursforum"].database.dispose()
        self._lock.close()

    def settle(self) -> None:
        """Run every loop's work by hand until nothing is left to do; for seeding, without threads."""
        while any([worker.work_once() for worker in self.workers.values()]):
            pass

    def _make_app(self, name: str, common: dict[str, Any]) -> Flask:
        url = f"sqlite:///{self.data / name}.sqlite"
        upgrade_database(name, url)
        table = module(name, "settings").Settings
        given: dict[str, Any] = {"database_url": url, "log_format": "console", "log_level": "warning"}
        # Whoever completes a course to try it out wants to see the evaluation's mail, not to wait an hour.
        given |= {"mail_folder": str(self.data / "mailbox"), "evaluation_delay": 0} | common
        known = {key: value for key, value in given.items() if key in table.__dataclass_fields__}
        app: Flask = module(name, "app").create_app(load(table, **known))
        return app

    def _make_workers(self) -> dict[str, Worker]:
        bus = InProcessBus(PAGE, {name: self._receiver(name) for name in SERVICES})
        return {name: Worker(self.apps[name], handlers_of(name), jobs_of(name), bus) for name in SERVICES}

    def _receiver(self, name: str) -> Callable[[Sequence[bytes]], None]:
        def receive(bodies: Sequence[bytes]) -> None:
            with self.apps[name].app_context():
                self.workers[name].inbox.take(bodies)

        return receive


class Dispatch:
    """Gives each request to the application whose name its path begins with."""

    def __init__(self, apps: dict[str, Flask]) -> None:
        self._apps: dict[str, Wsgi] = {
            **{name: app.wsgi_app for name, app in apps.items()},
            "mailbox": apps["notifications"].wsgi_app,
        }
        self._front = apps["registration"].wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        first = environ.get("PATH_INFO", "").strip("/").partition("/")[0]
        if not first:
            start_response("303 See Other", [("Location", "/registration/"), ("Content-Length", "0")])
            return []
        return self._apps.get(first, self._front)(environ, start_response)


def _lock(path: Path) -> IO[str]:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise DataFolderIsInUse(str(path.parent)) from error
    return file


def _secret(path: Path) -> str:
    """The installation's own signing key, made at the first start and readable by its owner only."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


@contextmanager
def running(embedded: Embedded) -> Iterator[Embedded]:
    """The loops run within the block."""
    embedded.start()
    try:
        yield embedded
    finally:
        embedded.stop()
