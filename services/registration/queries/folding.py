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


def by_name(person: Any) -> "tuple[sa.ColumnElement[str], sa.ColumnElement[str]]":
    """Columns to sort people by, family name first; whoever's name must not be told comes last."""
    hidden = sa.or_(person.id.is_(None), person.is_protected, person.erased_at.is_not(None))
    family, given = folded(person.family_name), folded(person.given_name)
    return sa.case((hidden, "~~"), else_=family), sa.case((hidden, ""), else_=given)


def is_called(person: Any, text: str) -> "sa.ColumnElement[bool]":
    """Whether a person's name has all the words of a text; a protected name is found only whole."""
    whole = " ".join(text.casefold().split())
    words = [person.name_key.contains(word, autoescape=True) for word in whole.split()]
    return sa.or_(sa.and_(person.is_protected.is_(False), *words), person.name_key == whole)
