"""Migrated databases, cheap: each is a copy of one that was migrated once in the run."""

import shutil
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.servers.postgresql import postgresql_url
from tests.servers.run import Run


class Databases:
    """Makes databases for tests, and drops them; `keeps` a connection to the server until it is closed."""

    def __init__(self, run: Run, *, keeps: bool = False) -> None:
        self._run = run
        self._keeps = keeps
        self._kept: psycopg.Connection | None = None

    def fresh(self, service: str, engine: str, folder: Path) -> str:
        """The address of a new database of a service, migrated and empty; SQLite's lies in `folder`."""
        return self._sqlite(service, folder) if engine == "sqlite" else self._postgresql(service)

    def drop(self, url: str) -> None:
        """Remove a PostgreSQL database, whoever still holds it; SQLite's goes with its folder."""
        parts = make_url(url)
        if parts.get_backend_name() == "postgresql":
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(parts.database))

    def drop_all(self) -> None:
        """Drop what the run left on a server that is not its own."""
        with self._connect() as server:
            mine = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            names = [row[0] for row in server.execute(mine, [self._prefix])]
        for name in names:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def close(self) -> None:
        """Let go of the server."""
        if self._kept:
            self._kept.close()

    @property
    def _prefix(self) -> str:
        return self._run.folder.name.replace("-", "_").lower()

    def _sqlite(self, service: str, folder: Path) -> str:
        template = self._run.folder / f"{service}.db"
        self._run.once(f"{service}-sqlite", lambda: _migrate(service, f"sqlite:///{template}"))
        path = folder / f"{service}-{uuid4().hex[:8]}.db"
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def _postgresql(self, service: str) -> str:
        template = f"{self._prefix}_{service}"
        self._run.once(f"{service}-postgresql", lambda: self._migrated(service, template))
        name = f"{template}_{uuid4().hex[:8]}"
        self._execute(f"CREATE DATABASE {{}} TEMPLATE {{}}{self._by_files}", name, template)
        return self._url(name)

    @cached_property
    def _by_files(self) -> str:
        """The words for copying files, which takes half the time of what PostgreSQL 15 does unasked."""
        with self._connect() as server:
            return " STRATEGY FILE_COPY" if server.info.server_version >= 150_000 else ""

    def _migrated(self, service: str, name: str) -> str:
        self._execute("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}", name, "template0")
        return _migrate(service, self._url(name))

    def _url(self, name: str) -> str:
        url = make_url(postgresql_url(self._run)).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _execute(self, statement: str, *names: str) -> None:
        command = sql.SQL(statement).format(*map(sql.Identifier, names))
        if self._keeps:
            self._kept = self._kept or self._connect()
            self._kept.execute(command)
            return
        with self._connect() as server:
            server.execute(command)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(postgresql_url(self._run), autocommit=True)


def _migrate(service: str, url: str) -> str:
    from shared.migrate import upgrade_database  # loads Alembic, which few tests need

    upgrade_database(service, url)
    return url
