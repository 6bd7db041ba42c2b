"""Migrated databases, cheap: each is a copy of one that was migrated once in the run."""

import shutil
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.servers.postgresql import postgresql_url
from tests.servers.run import Run


class Databases:
    """Makes databases for tests, and drops them."""

    def __init__(self, run: Run) -> None:
        self._run = run

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
        with psycopg.connect(postgresql_url(self._run), autocommit=True) as server:
            mine = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            names = [row[0] for row in server.execute(mine, [self._prefix])]
        for name in names:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

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
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self._url(name)

    def _migrated(self, service: str, name: str) -> str:
        self._execute("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}", name, "template0")
        return _migrate(service, self._url(name))

    def _url(self, name: str) -> str:
        url = make_url(postgresql_url(self._run)).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(postgresql_url(self._run), autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _migrate(service: str, url: str) -> str:
    from shared.migrate import upgrade_database  # loads Alembic, which few tests need

    upgrade_database(service, url)
    return url
