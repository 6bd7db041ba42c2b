"""Databases for tests, on engines that are used again and so keep what SQLAlchemy has compiled."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from shared.db import Database


class Engines:
    """Lends engines, each to one test at a time; most of a short test was the compiling of its statements."""

    def __init__(self) -> None:
        self._idle: dict[tuple[object, ...], list[_Lent]] = {}

    @contextmanager
    def database(self, url: str, pool: int = 5) -> Iterator[Database]:
        """The database at this address, as a service has it; closed at the end."""
        parts = sa.make_url(url)
        anywhere = parts.set(database=parts.database and "any")
        idle = self._idle.setdefault((anywhere, pool), [])
        lent = idle.pop() if idle else _Lent()
        lent.leads_to = parts
        database = _OnLentEngine(lent, url, pool)
        try:
            yield database
        finally:
            database.dispose()
        idle.append(lent)


class _Lent:
    """An engine that connects to wherever it leads by now."""

    leads_to: sa.URL
    engine: sa.Engine | None = None

    def connect(self, dialect: sa.Dialect, _record: Any, words: list[Any], options: dict[str, Any]) -> None:
        """Give a connection that is about to be made its address."""
        words[:], new = dialect.create_connect_args(self.leads_to)
        options |= new


class _OnLentEngine(Database):
    def __init__(self, lent: _Lent, url: str, pool: int) -> None:
        self._lent = lent
        super().__init__(url, pool)

    def _make_engine(self, pool: int, schema: str | None) -> sa.Engine:
        if self._lent.engine is None:
            self._lent.engine = super()._make_engine(pool, schema)
            sa.event.listen(self._lent.engine, "do_connect", self._lent.connect)
        return self._lent.engine.execution_options()  # who listens to this one does not hear the next test


@pytest.fixture(scope="session")
def engines() -> Engines:
    """The engines of this process."""
    return Engines()
