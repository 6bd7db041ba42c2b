"""The API described by itself: OpenAPI 3.1 at /<service>/openapi.json, and a page to read it."""

from collections.abc import Sequence
from http import HTTPStatus

import orjson
from flask import Flask, Response
from flask_smorest import Api
from marshmallow import Schema, fields

from shared.web.access import public
from shared.web.blueprints import PROBLEM_CONTENT, ApiBlueprint
from shared.web.pages import render_shared


class ProblemSchema(Schema):
    """RFC 9457: what is wrong, for programs by its type and for people by its title."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class _Api(Api):
    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = "DEFAULT_ERROR"

    def _register_error_handlers(self) -> None:
        """None: shared/web/answers.py answers everything that is raised."""

    def _register_responses(self) -> None:
        """Every problem is problem+json, whatever its status."""
        self.spec.components.schema("Problem", schema=ProblemSchema)
        for status in HTTPStatus:
            response = {"description": status.phrase, "content": PROBLEM_CONTENT}
            self.spec.components.response(status.name, response, lazy=True)
        response = {"description": "What is wrong, by its type.", "content": PROBLEM_CONTENT}
        self.spec.components.response("DEFAULT_ERROR", response, lazy=True)

    def _register_etag_headers(self) -> None:
        """None: we give no ETags."""

    def _register_pagination_header(self) -> None:
        """None: our lists say in the body which page they are."""


def describe_api(app: Flask, name: str, apis: Sequence[ApiBlueprint]) -> None:
    """Register the API's routes and publish their description, which is written when first asked for."""
    app.config.update(API_TITLE=f"Kursforum {name}", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    for blueprint in apis:
        app.register_blueprint(blueprint)
    written: list[bytes] = []

    @public
    def openapi() -> Response:
        """The description, for programs."""
        if not written:
            written.append(_description(app, apis))
        return Response(written[0], mimetype="application/json", headers={"Cache-Control": "no-cache"})

    @public
    def docs() -> str:
        """The description, for people."""
        return render_shared("docs.html", title=f"Kursforum {name}", address=f"/{name}/openapi.json")

    app.add_url_rule(f"/{name}/openapi.json", "openapi", openapi)
    app.add_url_rule(f"/{name}/docs", "docs", docs)


def _description(app: Flask, apis: Sequence[ApiBlueprint]) -> bytes:
    api = _Api(app, spec_kwargs={"servers": [{"url": "/"}]})
    spec = api.spec
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    for blueprint in apis:
        blueprint.register_views_in_doc(api, app, spec, name=blueprint.name, parameters=None)
        spec.tag({"name": blueprint.name, "description": blueprint.description})
    return orjson.dumps(spec.to_dict(), default=str, option=orjson.OPT_NON_STR_KEYS)
