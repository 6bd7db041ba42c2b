"""Each service's OpenAPI is valid, and says neither more nor less than its routes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from services.names import SERVICES, module
from shared.settings import load

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(params=SERVICES)
def app(request: pytest.FixtureRequest, fresh_database: Callable[[str, str], str]) -> Flask:
    url = fresh_database(request.param, "sqlite")
    settings = load(module(request.param, "settings").Settings, database_url=url, secret_key="k" * 40)
    return module(request.param, "app").create_app(settings)


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get(f"/{app.extensions['kursforum'].name}/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json or {})


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_the_document_has_exactly_the_routes_of_the_api(app: Flask, document: dict[str, Any]) -> None:
    described = {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item
        if method.upper() in METHODS
    }
    assert described == _routes(app)


def test_every_call_is_described_in_a_sentence(document: dict[str, Any]) -> None:
    silent = [
        f"{method.upper()} {path}: its docstring is the text of the API"
        for path, item in document["paths"].items()
        for method, call in item.items()
        if method.upper() in METHODS and not (call.get("summary") or call.get("description"))
    ]
    assert not silent, "\n".join(silent)


def _routes(app: Flask) -> set[tuple[str, str]]:
    api = f"/{app.extensions['kursforum'].name}/api/"
    return {
        (method, re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", str(rule)))
        for rule in app.url_map.iter_rules()
        if str(rule).startswith(api)
        for method in (rule.methods or set()) & METHODS
    }
