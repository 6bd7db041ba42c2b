"""The services' applications for tests: each is made once, and lent with another database to each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from services.names import module
from shared.region_content import KnownRegion
from shared.service import EXTENSION, Service
from shared.settings import load
from tests.databases import Engines

# What is looked up where it is used, and so leaves an application as it was made.
_LOOKED_UP = frozenset({"mail_folder", "smtp_url", "bounces"})


@dataclass
class Applications:
    """What a test is lent has its own settings, database and region; its routes and templates are as made."""

    engines: Engines
    _idle: dict[tuple[object, ...], list["_Made"]] = field(default_factory=dict)

    @contextmanager
    def lend(self, service: str, url: str, **given: object) -> Iterator[Flask]:
        """An application of that service on this database, made with these settings."""
        settings = load(
            module(service, "settings").Settings,
            **{"secret_key": "k" * 40, "log_level": "error", "database_url": url} | given,
        )
        woven = sorted((name, bool(value) if name in _LOOKED_UP else value) for name, value in given.items())
        idle = self._idle.setdefault((service, *woven), [])
        made = idle.pop() if idle else _Made(module(service, "app").create_app(settings))
        with self.engines.database(url, settings.database_pool) as database:
            try:
                yield made.anew(settings, database)
            finally:
                made.end()
        idle.append(made)


class _Made:
    """An application, and what it had about it when it was made."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._extensions = dict(app.extensions)
        app.testing = True  # a failure is raised rather than answered

    def anew(self, settings: Any, database: Any) -> Flask:
        """The application as just made; what it had learnt of its last database it has forgotten."""
        made = self._extensions[EXTENSION]
        region = KnownRegion(made.known_region.file)
        self._app.extensions.clear()
        self._app.extensions |= self._extensions
        self._app.extensions[EXTENSION] = Service(made.name, settings, database, region)
        if made.name == "notifications":
            module("notifications", "transports.chosen").use_transport(self._app, settings)
        return self._app

    def end(self) -> None:
        """Close what it keeps open besides its database."""
        if close := getattr(self._app.extensions.get("mail_transport"), "close", None):
            close()


@pytest.fixture(scope="session")
def applications(engines: Engines) -> Applications:
    """The applications of this process."""
    return Applications(engines)
