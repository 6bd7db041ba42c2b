"""Text as Swedes search and sort it, in SQL alike on both databases: without case, and Å, Ä, Ö last."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

# SQLite's lower() leaves these as they are; the signs that follow z put them in their order.
_SIGNS = (("Å", "{"), ("å", "{"), ("Ä", "|"), ("ä", "|"), ("Ö", "}"), ("ö", "}"))


class _ByBytes(sa.sql.functions.FunctionElement[str]):
    """A text that is compared byte by byte, however the database was set up to compare texts."""

    type = sa.String()
    inherit_cache = True
    name = "by_bytes"


@compiles(_ByBytes)
def _as_it_is(element: _ByBytes, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)})"


@compiles(_ByBytes, "postgresql")
def _collated(element: _ByBytes, compiler: Any, **options: Any) -> str:
    return f'({compiler.process(element.clauses, **options)} COLLATE "C")'


def folded(text: Any) -> "sa.ColumnElement[str]":
    """An expression to sort by, and to search in for words that went through `as_folded`."""
    found = text
    for letter, sign in _SIGNS:
        found = sa.func.replace(found, letter, sign)
    return _ByBytes(sa.func.lower(found))


def as_folded(text: str) -> str:
    """A word as `folded` text has it."""
    for letter, sign in _SIGNS:
        text = text.replace(letter, sign)
    return text.lower()
