"""The archive of facts by API, the same in every service: what a neighbour's read models are rebuilt from."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate
from webargs.fields import DelimitedList

from shared.archive import slice_after
from shared.events import PAGE
from shared.service import reading
from shared.web.access import requires
from shared.web.blueprints import ApiBlueprint

_NUMBER = {"type": "integer", "minimum": 0}
_SCHEMA = {
    "type": "object",
    "required": ["facts", "read_to", "last"],
    "properties": {
        "facts": {"type": "array", "items": {"type": "object"}},
        "read_to": _NUMBER,
        "last": _NUMBER,
    },
}
_ANSWER = {"responses": {"200": {"description": "OK", "content": {"application/json": {"schema": _SCHEMA}}}}}


def facts_api(service: str) -> ApiBlueprint:
    """The blueprint of one service."""
    blueprint = ApiBlueprint(service, "facts", description="The archive of facts")
    facts = [kind.name for kind in PAGE.types.values() if kind.source == service and not kind.is_private]
    query: type[Schema] = Schema.from_dict(
        {
            "types": DelimitedList(
                fields.String(validate=validate.OneOf(facts)), required=True, validate=validate.Length(1)
            ),
            "after": fields.Integer(load_default=0, validate=validate.Range(0, 2**53)),
            "limit": fields.Integer(load_default=500, validate=validate.Range(1, 1000)),
        },
        name="FactsQuery",
    )

    @blueprint.get("/facts")
    @requires("operator")
    @blueprint.arguments(query, location="query")
    @blueprint.doc(**_ANSWER)
    def lend_facts(wanted: dict[str, Any]) -> Response:
        """The facts of these types after a place in the archive, as CloudEvents; none is the end."""
        with reading() as session:
            found = slice_after(session, **wanted)
        # They go out as they were stored: byte for byte what was published.
        head = b'{"read_to":%d,"last":%d,"facts":[' % (found.read_to, found.last)
        return Response(head + b",".join(found.facts) + b"]}", mimetype="application/json")

    return blueprint
