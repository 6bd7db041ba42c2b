"""Migrations: the backbone's chain first, then the service's own, each with a version table of its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from shared.db import Database, lock_key

_SHARED = Path(__file__).parent / "migrations"
_SERVICES = Path(__file__).parent.parent / "services"
BACKBONE = "backbone"
_MIGRATION_LOCK = lock_key("migration")


def upgrade_database(service: str, url: str) -> None:
    """Bring a service's database to the newest schema; safe to run at every start and from several places."""
    database = Database(url)
    try:
        upgrade(service, database)
    finally:
        database.dispose()


def upgrade(service: str, database: Database, to: Sequence[str] = ("head", "head")) -> None:
    """As `upgrade_database`, of a database at hand; `to` as `revisions` tells them."""
    with _connection(database) as connection:
        for chain, revision in zip((BACKBONE, service), to, strict=True):
            command.upgrade(_config(chain, connection, None), revision)


def revisions(service: str, database: Database) -> list[str]:
    """The newest migrations that a database at hand has had, of the backbone's chain and the service's."""
    with database.engine.connect() as connection:
        return [
            str(
                connection.scalar(
                    sa.select(sa.column("version_num")).select_from(sa.table(_version_table(chain)))
                )
            )
            for chain in (BACKBONE, service)
        ]


def _version_table(chain: str) -> str:
    return f"alembic_version_{chain}"


def new_revision(chain: str, url: str, metadata: sa.MetaData, message: str) -> None:
    """Write the next migration of a chain: what the models say beyond the database at `url`."""
    database = Database(url)
    with _connection(database) as connection:
        config = _config(chain, connection, metadata)
        number = len(list(_versions(chain).glob("[0-9]*.py"))) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
    database.dispose()


def drift(url: str, *metadatas: sa.MetaData) -> list[Any]:
    """What the models have that the migrated database lacks, or the other way round; empty when equal."""
    database = Database(url)
    with database.engine.connect() as connection:
        options = {"compare_type": True, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=options)
        found: list[Any] = compare_metadata(context, list(metadatas))  # type: ignore[arg-type] # it takes several
    database.dispose()
    return found


@contextmanager
def _connection(database: Database) -> Iterator[sa.Connection]:
    with database.engine.begin() as connection:
        if not database.is_sqlite:  # two migrations at once would both find the old version
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        yield connection


def _config(chain: str, connection: sa.Connection, metadata: sa.MetaData | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SHARED))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(_versions(chain)))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes |= {
        "connection": connection,
        "metadata": metadata,
        "version_table": _version_table(chain),
        "include_name": _only(metadata) if metadata is not None else _is_ours,
    }
    return config


def _versions(chain: str) -> Path:
    return _SHARED / "versions" if chain == BACKBONE else _SERVICES / chain / "migrations" / "versions"


def _only(metadata: sa.MetaData) -> Any:
    return lambda name, kind, _: kind != "table" or name in metadata.tables


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:
    return kind != "table" or not (name or "").startswith("alembic_version")
