"""What may be laid hands on after a closing: files down to their free pages, rows where they lie, logs."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Base
from services.evaluation.operations.wiping import REWRITTEN
from shared.backbone import backbone
from shared.db import Database

Traces = dict[str, Any]


def files_in(folder: Path) -> Traces:
    """Every file with its content; of SQLite's own log the pages, without the salts that it draws itself."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("-shm"))
    return {
        str(path.relative_to(folder)): _pages(path) if path.name.endswith("-wal") else path.read_bytes()
        for path in files
    }


def rows_in(database: Database) -> Traces:
    """PostgreSQL's tables as they lie on the disk: each row with its place, and the order of its writing.

    Of the tables that a wiping rewrites every tuple is read from the pages themselves, also the dead ones.
    """
    with database.begin() as session:
        session.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pageinspect"))
        raw = {model.__tablename__: _tuples(session, model.__tablename__) for model in REWRITTEN}
        tables = [*Base.metadata.sorted_tables, *backbone.sorted_tables]
        rows = {table.name: _rows(session, table.name) for table in tables}
    return {f"pages of {name}": tuples for name, tuples in raw.items()} | _ranked(rows)


def without_durations(log: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a log; how long a call took is no trace of who made another.

    Nor is how often a wiping was put off: that depends on what else the server had to do.
    """
    told = (line for line in log if line["event"] != "wiping_put_off")
    return [{name: line[name] for name in line if name != "ms"} for line in told]


def _pages(log: Path) -> list[bytes]:
    """The pages of a write-ahead log: after a header of 32 bytes, each stands behind one of 24."""
    content = log.read_bytes()
    size = int.from_bytes(content[8:12], "big")
    starts = range(32, len(content), 24 + size) if content else ()
    return [content[start : start + 4] + content[start + 24 : start + 24 + size] for start in starts]


def _tuples(session: Session, table: str) -> list[bytes]:
    query = f"""
        SELECT item.t_data
        FROM generate_series(0, pg_relation_size('{table}') / 8192 - 1) AS block,
             heap_page_items(get_raw_page('{table}', block::int)) AS item
        WHERE item.t_data IS NOT NULL ORDER BY block, item.lp
    """
    return [bytes(data) for data in session.scalars(sa.text(query))]


def _rows(session: Session, table: str) -> list[tuple[int, str]]:
    query = f"SELECT xmin::text::bigint, row_to_json(t)::text FROM {table} AS t ORDER BY ctid"
    return [(row[0], row[1]) for row in session.execute(sa.text(query))]


def _ranked(rows: Mapping[str, list[tuple[int, str]]]) -> Traces:
    """Transactions by their order: their numbers go on from one database to the next."""
    numbers = sorted({number for found in rows.values() for number, _ in found})
    rank = {number: place for place, number in enumerate(numbers)}
    return {name: [(rank[number], row) for number, row in found] for name, found in rows.items()}
