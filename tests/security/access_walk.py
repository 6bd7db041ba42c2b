"""Walking a service's addresses, with values of what is there."""

from collections.abc import Iterator
from itertools import product
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule

from tests.contracts.inhabited import Inhabited

_AUTOMATIC = {"HEAD", "OPTIONS"}
_NOTHING = {"UUIDConverter": str(uuid4()), "AnyConverter": "csv", "PathConverter": "nothing.css"}


def rules_of(app: Flask) -> dict[tuple[str, str], Rule]:
    """Each address as the service declares it, by its method."""
    return {
        (method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - _AUTOMATIC
    }


def address_of(rule: Rule, house: Inhabited) -> str:
    """The address with values of what is there, or of nothing."""
    return next(addresses_of(rule, house))


def addresses_of(rule: Rule, house: Inhabited) -> Iterator[str]:
    """The address with each combination of values of what is there."""
    known = {
        name: house.every(name, rule.rule, rule.endpoint) or _nothing(rule, name) for name in rule.arguments
    }
    method = next(iter((rule.methods or set()) - _AUTOMATIC))
    for values in product(*known.values()):
        with house.app.test_request_context():
            given = dict(zip(known, values, strict=True))
            yield str(house.app.url_map.bind("").build(rule.endpoint, given, method=method))


def _nothing(rule: Rule, name: str) -> list[str]:
    return [_NOTHING.get(type(rule._converters[name]).__name__, "nothing")]
