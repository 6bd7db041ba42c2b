"""The events' document for machines is valid, and describes what is really sent."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scripts.asyncapi import asyncapi
from scripts.golden import GOLDEN
from services.names import SERVICES

# AsyncAPI's own schema, as in the npm package @asyncapi/specs 6.11.1 (Apache-2.0).
SPECIFICATION = Path(__file__).parent / "asyncapi-3.0.0.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return asyncapi()


def test_the_document_is_asyncapi_3(document: dict[str, Any]) -> None:
    specification = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(specification).validate(document)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_what_is_sent_is_what_the_document_says(document: dict[str, Any], path: Path) -> None:
    schema = document["components"]["messages"][path.stem]["payload"] | {"components": document["components"]}
    message = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(message)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(message | {"data": {}})


def test_every_listener_has_its_operation(document: dict[str, Any]) -> None:
    heard = [name for name in document["operations"] if ".hears." in name]
    assert {name.partition(".")[0] for name in heard} == set(SERVICES)
