"""The stored summaries: steps are added to them, and they are read as tallies."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.changes import Places, Row
from services.reporting.models import Summary
from shared.db import insert_many, many

table: sa.Table = Summary.__table__  # type: ignore[assignment]
AT_ONCE = 2_000  # rows
KEY = ("period", "dimension", "value", "count_of")


def add(session: Session, steps: Mapping[Row, Places]) -> None:
    """Add the steps to the stored counts; a row without any is no longer there."""
    ordered = sorted(steps)
    for start in range(0, len(ordered), AT_ONCE):
        _add(session.connection(), {row: steps[row] for row in ordered[start : start + AT_ONCE]})


def _add(connection: sa.Connection, steps: Mapping[Row, Places]) -> None:
    dialect = connection.dialect.name
    keys = [dict(zip(KEY, row, strict=True)) for row in steps]
    found = connection.scalar(_stored(dialect), {"rows": orjson.dumps(keys).decode()}) or ()
    stored = {tuple(row): places for *row, places in found}
    changed, gone = [], []
    for key in keys:
        row = (key["period"], key["dimension"], key["value"], key["count_of"])
        places = _added(stored.get(row, {}), steps[row])
        if places:
            changed.append({**key, "places": places})
        elif row in stored:
            gone.append(key)
    if changed:
        connection.execute(_upsert(dialect), many(dialect, changed))
    if gone:
        connection.execute(_delete(), [{f"old_{name}": key[name] for name in KEY} for key in gone])


def as_one(dialect: str, *columns: sa.Column[Any]) -> sa.Label[Any]:
    """These columns and the places of all rows as one JSON text, which is read faster than many rows."""
    if dialect == "sqlite":
        row = sa.func.json_array(*columns, sa.func.json(table.c.places))
        return sa.func.json_group_array(row, type_=sa.JSON).label("rows")
    return sa.func.json_agg(sa.func.json_build_array(*columns, table.c.places), type_=sa.JSON).label("rows")


def _added(stored: Places, steps: Places) -> Places:
    """The counts after the steps; places without any are left out."""
    for place, step in steps.items():
        count = stored.get(place, 0) + step
        if count:
            stored[place] = count
        else:
            stored.pop(place, None)
    return stored


@cache
def _stored(dialect: str) -> sa.Select[Any]:
    given = sa.bindparam("rows", type_=sa.Text)
    if dialect == "sqlite":
        listed = sa.func.json_each(given).table_valued("value")
        asked: list[Any] = [sa.func.json_extract(listed.c.value, f"$.{name}") for name in KEY]
    else:
        columns = [sa.column(name, sa.String) for name in KEY]
        made = sa.func.json_to_recordset(sa.cast(given, sa.JSON)).table_valued(*columns)
        listed = made.render_derived(with_types=True)
        asked = [listed.c[name] for name in KEY]
    is_it = sa.and_(*(table.c[name] == column for name, column in zip(KEY, asked, strict=True)))
    return sa.select(as_one(dialect, *(table.c[name] for name in KEY))).select_from(
        sa.join(listed, table, is_it)
    )


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_many(dialect, table, *KEY, "places")
    return statement.on_conflict_do_update(
        index_elements=[table.c[name] for name in KEY], set_={"places": statement.excluded.places}
    )


@cache
def _delete() -> sa.Delete:
    return sa.delete(table).where(*(table.c[name] == sa.bindparam(f"old_{name}") for name in KEY))
