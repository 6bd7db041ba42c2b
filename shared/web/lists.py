"""Lists: every one answers items, total, page and pages."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask import request
from marshmallow import Schema, fields, validate

LAST_PAGE = 100_000  # of any list: no database counts further than it can


class Paging(Schema):
    """Which page of a list, and how long a page is."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, LAST_PAGE))
    per_page = fields.Integer(load_default=50, validate=validate.Range(1, 200))


def wanted_page() -> int:
    """The page of a list that an address asks for; the first where it asks for none, or for nonsense."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)


def count_pages(total: int, per_page: int) -> int:
    """How many pages a list has; an empty one has one, which says so."""
    return max(1, -(-total // per_page))


def page_of(items: Sequence[Any], total: int, page: int, pages: int) -> Mapping[str, Any]:
    """The answer of every list."""
    return {"items": items, "total": total, "page": page, "pages": pages}


@cache
def page_schema(item: type[Schema]) -> Schema:
    """The schema of a list of these."""
    made: type[Schema] = Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "total": fields.Integer(required=True),
            "page": fields.Integer(required=True),
            "pages": fields.Integer(required=True),
        },
        name=f"{item.__name__.removesuffix('Schema')}Page",
    )
    return made()
