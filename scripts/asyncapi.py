"""The events page as AsyncAPI 3, for machines."""

from typing import Any

import yaml
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin, resolver

from services.names import SERVICES
from shared.bus.topology import EXCHANGE
from shared.envelope import EventType
from shared.events import PAGE

HEAD = "# Made by `make docs` from shared/events.py.\n"
ENVELOPE = {
    "type": "object",
    "description": "A CloudEvents 1.0 envelope in structured JSON.",
    "required": ["specversion", "id", "source", "type", "subject", "time", "version", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "UUIDv7; handled once by each listener."},
        "source": {"type": "string", "description": "The service that emitted it."},
        "type": {"type": "string"},
        "subject": {"type": "string", "description": "What the event is about."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "version": {"type": "integer", "description": "Rises with every change of the subject."},
        "traceparent": {"type": "string", "description": "W3C trace context."},
        "data": {"type": "object"},
    },
}


def asyncapi() -> dict[str, Any]:
    """The document: a channel and a message per event, an operation for each who sends or receives it."""
    kinds = PAGE.types.values()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kursforum events",
            "version": "1.0.0",
            "description": "What the four services tell each other over the broker. Only optional fields are "
            "ever added; a break is a new event.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {kind.name: _channel(kind) for kind in kinds},
        "operations": {name: operation for kind in kinds for name, operation in _operations(kind).items()},
        "components": {
            "messages": {kind.name: _message(kind) for kind in kinds},
            "schemas": {"Envelope": ENVELOPE} | _schemas(),
        },
    }


def asyncapi_page() -> str:
    """The document as YAML."""
    text = yaml.safe_dump(asyncapi(), sort_keys=False, allow_unicode=True, width=110)
    return HEAD + text


def _channel(kind: EventType) -> dict[str, Any]:
    exchange = {"name": EXCHANGE, "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": kind.name,
        "messages": {"event": {"$ref": f"#/components/messages/{kind.name}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange}},
    }


def _operations(kind: EventType) -> dict[str, Any]:
    channel = {"$ref": f"#/channels/{kind.name}"}
    sends = {"action": "send", "channel": channel, "summary": kind.sentence}
    receives = {"action": "receive", "channel": channel}
    name = kind.name.partition(".")[2]
    heard = {f"{listener}.hears.{name}": receives for listener in SERVICES if listener in kind.listeners}
    return {f"{kind.source}.emits.{name}": sends} | heard


def _message(kind: EventType) -> dict[str, Any]:
    own = {
        "type": {"const": kind.name},
        "source": {"const": kind.source},
        "data": {"$ref": f"#/components/schemas/{_schema_name(kind)}"},
    }
    return {
        "name": kind.name,
        "summary": kind.sentence,
        "tags": [{"name": "private" if kind.is_private else "fact"}],
        "contentType": "application/cloudevents+json",
        "payload": {"allOf": [{"$ref": "#/components/schemas/Envelope"}, {"properties": own}]},
    }


def _schemas() -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=resolver)
    spec = APISpec("events", "1", openapi_version="3.1.0", plugins=[plugin])
    for kind in PAGE.types.values():
        spec.components.schema(_schema_name(kind), schema=kind.schema)
    schemas: dict[str, Any] = spec.components.schemas
    return {name: _open(schema) for name, schema in schemas.items()}


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    """Unknown fields are allowed on the wire: a listener skips what it does not know."""
    return {key: value for key, value in schema.items() if key != "additionalProperties"}


def _schema_name(kind: EventType) -> str:
    return type(kind.schema).__name__
