"""Blueprints: one for a service's API and one for its pages, below the service's own path."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import Schema

from shared.web.access import PUBLIC
from shared.web.arguments import ArgumentsParser
from shared.web.idempotency import HEADER, once_per_key
from shared.web.problems import Problem, RoleMayNot, SignInIsNeeded

View = TypeVar("View", bound=Callable[..., Any])
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PROBLEM_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same key gives the same answer once, for 24 hours.",
}


class ApiBlueprint(SmorestBlueprint):
    """The API of a service below /<service>/api; its endpoints are named api.<function>."""

    ARGUMENTS_PARSER = ArgumentsParser()

    def __init__(self, service: str, part: str = "", description: str = "") -> None:
        """A second blueprint of the service has a `part`; its endpoints are api_<part>.<function>."""
        name = f"api_{part}" if part else "api"
        super().__init__(name, service, url_prefix=f"/{service}/api", description=description)

    def arguments(self, schema: Any, **options: Any) -> Any:
        """As flask-smorest has it, but the schema is made once rather than for each request.

        What a query may name is noted on the view: a misspelt filter must not pass for none.
        """
        made = schema() if isinstance(schema, type) else schema
        declare = super().arguments(made, **options)

        def decorate(view: View) -> Any:
            declared = declare(view)
            if options.get("location") == "query":
                declared.query_names = getattr(view, "query_names", frozenset()) | names_of(made)
            return declared

        return decorate

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Any = None, *args: Any, **options: Any
    ) -> None:
        """Add a route: its access is part of its description, and its writes honour Idempotency-Key."""
        _describe_access(view_func)
        is_write = _WRITES & {method.upper() for method in options.get("methods", ("GET",))}
        if is_write and not getattr(view_func, "unlogged", False):  # no kept answer, no time of it
            view_func = once_per_key(view_func)
            document(view_func, parameters=[_KEY_PARAMETER])
        super().add_url_rule(rule, endpoint, view_func, *args, **options)


class PageBlueprint(Blueprint):
    """The pages of a service below /<service>; its endpoints are named pages.<function>."""

    def __init__(self, service: str, part: str = "", prefix: str | None = None) -> None:
        """A second blueprint of the service has a `part`; its endpoints are <part>.<function>."""
        super().__init__(part or "pages", service, url_prefix=f"/{service}" if prefix is None else prefix)


def names_of(schema: Schema) -> frozenset[str]:
    """The names under which a schema's fields are sent."""
    return frozenset(field.data_key or name for name, field in schema.fields.items())


def raises(*problems: type[Problem]) -> Callable[[View], View]:
    """Document the problems that an endpoint may answer with."""

    def describe(view: View) -> View:
        document(view, responses=_responses(problems))
        return view

    return describe


def document(view: Any, **parts: Any) -> None:
    """Add parts to what OpenAPI says of a view."""
    described = getattr(view, "_apidoc", {})
    manual = dict(described.get("manual_doc", {}))
    for name, value in parts.items():
        known = manual.get(name)
        manual[name] = {**known, **value} if isinstance(known, dict) else value
    view._apidoc = {**described, "manual_doc": manual}


def _describe_access(view: Any) -> None:
    access = getattr(view, "access", PUBLIC)
    if access == PUBLIC:
        document(view, security=[])
        return
    document(view, security=[{"bearer": []}], responses=_responses((SignInIsNeeded, RoleMayNot)))
    roles = ", ".join(sorted(access))
    view.__doc__ = f"{view.__doc__ or ''}\n\nFor the roles: {roles}."


def _responses(problems: Iterable[type[Problem]]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for problem in problems:
        by_status.setdefault(problem.status, []).append(f"`{problem.slug}`")
    return {
        str(status): {
            "description": f"{HTTPStatus(status).phrase}: {', '.join(slugs)}",
            "content": PROBLEM_CONTENT,
        }
        for status, slugs in sorted(by_status.items())
    }
