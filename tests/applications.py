"""The services' applications for tests: each is made once, and lent with another database to each test."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from services.names import module
from shared.service import EXTENSION, Service
from shared.settings import load


class Applications:
    """What a test is lent has its own settings, database and region; its routes and templates are as made."""

    def __init__(self) -> None:
        self._idle: dict[tuple[object, ...], list[Flask]] = {}

    @contextmanager
    def lend(self, service: str, url: str, **given: object) -> Iterator[Flask]:
        """An application of that service on this database, made with these settings."""
        settings = load(
            module(service, "settings").Settings,
            **{"secret_key": "k" * 40, "log_level": "error", "database_url": url} | given,
        )
        idle = self._idle.setdefault((service, *sorted(given.items())), [])
        app = idle.pop() if idle else module(service, "app").create_app(settings)
        app.testing = True  # a failure is raised rather than answered
        app.extensions[EXTENSION] = mine = Service.make(service, settings)
        try:
            yield app
        finally:
            mine.database.dispose()
        idle.append(app)


@pytest.fixture(scope="session")
def applications() -> Applications:
    """The applications of this process."""
    return Applications()
