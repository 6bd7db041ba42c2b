"""Forms: what a reader filled in, held against a marshmallow schema, and kept for showing again."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields

from shared.web.problems import Problem, flatten

Rows = dict[str, list[int]]
# The number of a row that no form of ours has: a stranger's, which might be too long to be read as one.
_TOO_FAR = re.compile(r"\.\d{5}")


class Form:
    """The form at hand: empty on GET, read and checked on POST."""

    def __init__(self, schema: type[Schema] | Schema, initial: Mapping[str, Any] | None = None) -> None:
        """`initial` are raw texts shown before anything is sent."""
        self.schema = _made(schema) if isinstance(schema, type) else schema
        self.is_sent = request.method == "POST"
        self.values: dict[str, Any] = self._sent() if self.is_sent else _texts(initial or {})
        self.data: dict[str, Any] = {}
        self.errors: dict[str, list[str]] = {}
        self.problem: str | None = None
        if self.is_sent:
            self._check()

    @property
    def ok(self) -> bool:
        """Whether it was sent and nothing is wrong with it."""
        return self.is_sent and not self.errors and self.problem is None

    def value(self, name: str) -> Any:
        """The raw text of a field, or empty."""
        return self.values.get(name, "")

    def add_problem(self, problem: Problem) -> None:
        """Show a problem on top of the form, and beside the fields it names."""
        self.problem = str(problem.title)
        if problem.detail:
            self.problem += f" {problem.detail}"
        for name, texts in problem.errors.items():
            self.errors.setdefault(name, []).extend(texts)

    def _sent(self) -> dict[str, Any]:
        sent: dict[str, Any] = {}
        for name, texts in request.form.lists():
            if _TOO_FAR.search(name):
                continue
            plain = [text.replace("\0", "").strip() for text in texts]  # no database takes a NUL
            sent[name] = plain if isinstance(self.schema.fields.get(name), fields.List) else plain[-1]
        return sent

    def _check(self) -> None:
        filled = {name: value for name, value in self.values.items() if value not in ("", [])}
        data, rows = _nested(filled)
        try:
            self.data = self.schema.load(data, unknown=EXCLUDE)
        except ValidationError as error:
            found = flatten(error.messages)
            self.errors = {_as_sent(name, rows): texts for name, texts in found.items()}


def _texts(initial: Mapping[str, Any]) -> dict[str, Any]:
    # One by one: a copy of request.args would give lists.
    return {name: initial[name] for name in initial}


def _nested(flat: Mapping[str, Any]) -> tuple[dict[str, Any], Rows]:
    """`sessions.0.starts_on` and its like as lists of objects, `manager.email` as one object.

    An empty row is left out. Gives also which rows were filled, in order: the second object may have been
    the fifth row.
    """
    data: dict[str, Any] = {}
    objects: dict[str, dict[str, Any]] = {}
    tables: dict[str, dict[int, dict[str, Any]]] = {}
    for name, value in flat.items():
        head, _, rest = name.partition(".")
        row, _, leaf = rest.partition(".")
        if leaf and row.isdecimal():
            tables.setdefault(head, {}).setdefault(int(row), {})[leaf] = value
        elif rest:
            objects.setdefault(head, {})[rest] = value
        else:
            data[name] = value
    rows = {head: sorted(table) for head, table in tables.items()}
    return data | objects | {head: [tables[head][row] for row in rows[head]] for head in rows}, rows


def _as_sent(name: str, rows: Rows) -> str:
    """The name of a field as the form has it: with the number of its row, not of its object."""
    head, _, rest = name.partition(".")
    index, dot, leaf = rest.partition(".")
    if head not in rows or not index.isdecimal():
        return name
    return f"{head}.{rows[head][int(index)]}{dot}{leaf}"


@cache
def _made(schema: type[Schema]) -> Schema:
    return schema()
