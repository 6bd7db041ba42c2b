"""What a list's address asks for: its filters, order and page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError


class Filters:
    """The filters as they were given; one that makes no sense is left out, as from an old bookmark."""

    def __init__(self, schema: Schema, **fixed: Any) -> None:
        """`fixed` are filters that hold whatever the address says."""
        names = [field.data_key or name for name, field in schema.fields.items()]
        given = {name: request.args[name].strip() for name in names if request.args.get(name, "").strip()}
        try:
            loaded = schema.load(given, unknown=EXCLUDE)
        except ValidationError as error:
            given = {name: text for name, text in given.items() if name not in error.messages}
            loaded = schema.load(given, unknown=EXCLUDE)
        self.page: int = loaded.pop("page")
        self.data: dict[str, Any] = loaded | fixed
        self.given: Mapping[str, str] = {name: text for name, text in given.items() if name != "page"}

    def value(self, name: str) -> str:
        """The raw text of a filter, or empty."""
        return self.given.get(name, "")

    def address(self, **changes: str | None) -> str:
        """This list's address with some filters changed; None takes one away. Ends in ? or &."""
        query = {name: text for name, text in {**self.given, **changes}.items() if text}
        return f"{request.path}?{urlencode(query)}{'&' if query else ''}"

    def sorted_by(self, name: str) -> str:
        """The address of the list in the order of a column, or turned where it has that order."""
        return self.address(sort=f"-{name}" if self.data["sort"] == name else name).rstrip("&")

    def order(self, name: str) -> str | None:
        """How the list is sorted by a column, in the words of aria-sort."""
        sort = self.data["sort"]
        return "ascending" if sort == name else "descending" if sort == f"-{name}" else None
