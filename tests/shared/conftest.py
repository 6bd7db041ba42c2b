"""A database with the backbone's tables, on both engines, and a table for the effects of handlers."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from shared.db import Database
from tests.databases import Engines

effects = sa.Table(
    "effects",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each database engine in turn."""
    return str(request.param)


@pytest.fixture
def database(engine: str, fresh_database: Callable[[str, str], str], engines: Engines) -> Iterator[Database]:
    """A database as a service has it, with a table of effects beside."""
    with engines.database(fresh_database("registration", engine)) as database:
        effects.create(database.engine)
        yield database
