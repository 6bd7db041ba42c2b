"""A few codes of a controlled list in one column, such that SQL can ask for one of them."""

from typing import Any

import sqlalchemy as sa

FOR_ALL = "|"  # a list without any code, as it is kept


class CodeList(sa.types.TypeDecorator[tuple[str, ...]]):
    """Codes in their order, kept as `|manager|nurse|`."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else "|" + "".join(f"{code}|" for code in value)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(code for code in value.split("|") if code)


def lists(column: Any, code: str) -> sa.ColumnElement[bool]:
    """The condition that the column's list has the code."""
    return sa.type_coerce(column, sa.Text).contains(f"|{code}|", autoescape=True)
