"""The stored summaries: what is added to each row of them."""

import operator
from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.rows import as_json, as_one
from services.reporting.counting.spreading import FAMILIES, Places, Row, taken_apart
from services.reporting.models import Summary
from shared.db import insert_many, many

table: sa.Table = Summary.__table__  # type: ignore[assignment]
AT_ONCE = 1_000  # rows
KEY = ("period", "dimension", "value", "count_of")
REGION = ""
Numbers = dict[str, list[int]]  # of each place
_ATTENDED = FAMILIES["attendances"].index("attendances")


def add(session: Session, rows: Mapping[Row, Places]) -> None:
    """Add to the stored counts; a row without any is no longer there."""
    ordered = sorted(rows)
    for start in range(0, len(ordered), AT_ONCE):
        _add(session.connection(), {row: rows[row] for row in ordered[start : start + AT_ONCE]})


def added(count_of: str, stored: Numbers, steps: Places) -> Numbers:
    """The numbers after the steps; places without any are left out.

    The region's attendances end with how many municipalities have any.
    """
    length = len(FAMILIES[count_of])
    if REGION in stored:
        del stored[REGION][length:]
    for place, step in steps.items():
        moved = taken_apart(step, length)
        numbers = [*map(operator.add, stored[place], moved)] if place in stored else [*moved]
        if any(numbers):
            stored[place] = numbers
        else:
            stored.pop(place, None)
    if count_of == "attendances" and REGION in stored:
        present = [
            place for place, numbers in stored.items() if numbers[_ATTENDED] and is_municipality(place)
        ]
        stored[REGION].append(len(present))
    return stored


def is_municipality(place: str) -> bool:
    """Whether a place is neither the region nor a district."""
    return bool(place) and "/" not in place


def _add(connection: sa.Connection, rows: Mapping[Row, Places]) -> None:
    dialect = connection.dialect.name
    keys = [dict(zip(KEY, row, strict=True)) for row in rows]
    found = connection.scalar(_stored(dialect), {"rows": orjson.dumps(keys).decode()}) or ()
    stored: dict[Any, Numbers] = {tuple(row): places for *row, places in found}
    changed, gone = [], []
    for key, (row, steps) in zip(keys, rows.items(), strict=True):
        places = added(row[3], stored.get(row, {}), steps)
        if places:
            changed.append({**key, "places": places})
        elif row in stored:
            gone.append(key)
    if changed:
        connection.execute(_upsert(dialect), many(dialect, changed))
    if gone:
        connection.execute(_delete(), [{f"old_{name}": key[name] for name in KEY} for key in gone])


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
    rows = as_one(dialect, *(table.c[name] for name in KEY), as_json(dialect, table.c.places))
    return sa.select(rows).select_from(sa.join(listed, table, is_it))


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_many(dialect, table, *KEY, "places")
    return statement.on_conflict_do_update(
        index_elements=[table.c[name] for name in KEY], set_={"places": statement.excluded.places}
    )


@cache
def _delete() -> sa.Delete:
    return sa.delete(table).where(*(table.c[name] == sa.bindparam(f"old_{name}") for name in KEY))
