"""Digests by API: what a service keeps, for a command that compares it with what another does."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from shared.digests import Aspects, digests, unpublished_since
from shared.service import reading
from shared.web.access import requires
from shared.web.blueprints import ApiBlueprint

_GROUP = validate.Length(max=80)


class DigestGroup(Schema):
    """How many lines a group has, and what they amount to."""

    group = fields.String(required=True)
    count = fields.Integer(required=True)
    hash = fields.String(required=True)


class DigestGroups(Schema):
    """The next groups of an aspect, in order; none is the end."""

    items = fields.List(fields.Nested(DigestGroup), required=True)


class DigestLine(Schema):
    """One thing of a group; `waiting_since` where an event about it has not been published yet."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.Dict(keys=fields.String(), required=True)
    waiting_since = fields.AwareDateTime(required=True, allow_none=True)


class DigestLines(Schema):
    """Everything in one group."""

    items = fields.List(fields.Nested(DigestLine), required=True)


def digests_api(service: str, aspects: Aspects) -> ApiBlueprint:
    """The blueprint of one service, which keeps these aspects."""
    blueprint = ApiBlueprint(service, "digests", description="Digests, by which services are compared")
    aspect = fields.String(required=True, validate=validate.OneOf(list(aspects)))
    groups_query: type[Schema] = Schema.from_dict(
        {
            "aspect": aspect,
            "after": fields.String(load_default="", validate=_GROUP),
            "limit": fields.Integer(load_default=200, validate=validate.Range(1, 1000)),
        },
        name="DigestsQuery",
    )
    lines_query: type[Schema] = Schema.from_dict(
        {"aspect": aspect, "group": fields.String(required=True, validate=_GROUP)}, name="DigestLinesQuery"
    )

    @blueprint.get("/digests")
    @requires("operator")
    @blueprint.arguments(groups_query, location="query")
    @blueprint.response(200, DigestGroups)
    def list_digests(wanted: dict[str, Any]) -> Mapping[str, Any]:
        """The digests of an aspect, group by group."""
        with reading() as session:
            return {"items": digests(session, aspects[wanted["aspect"]], wanted["after"], wanted["limit"])}

    @blueprint.get("/digests/lines")
    @requires("operator")
    @blueprint.arguments(lines_query, location="query")
    @blueprint.response(200, DigestLines)
    def list_digest_lines(wanted: dict[str, Any]) -> Mapping[str, Any]:
        """Everything in one group of an aspect, and what of it waits to be published."""
        with reading() as session:
            lines = list(aspects[wanted["aspect"]].lines(session, [wanted["group"]]))
            since = unpublished_since(session, [line.id for line in lines])
        return {"items": [vars(line) | {"waiting_since": since.get(line.id)} for line in lines]}

    return blueprint
