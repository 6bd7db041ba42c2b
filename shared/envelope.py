"""What an event is: its type, its envelope on the wire, and how both are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from marshmallow import EXCLUDE, Schema, ValidationError

from shared import clock
from shared.ids import new_id

# What the inbox keeps of an event has room for these.
LONGEST_SUBJECT, HIGHEST_VERSION = 80, 2**31 - 1


class EventIsInvalid(Exception):
    """A message that is no event of ours, or not as the events page declares it."""


@dataclass(frozen=True, eq=False)
class EventType:
    """One entry of the events page; calling it makes an event of that type."""

    name: str
    listeners: tuple[str, ...]
    is_private: bool
    sentence: str
    schema: Schema
    _required: frozenset[str] = field(repr=False)

    @property
    def source(self) -> str:
        """The service that emits it."""
        return self.name.partition(".")[0]

    def __call__(self, subject: UUID | str, *, version: int, **data: Any) -> "Event":
        """An event about `subject`; `version` rises with every change of that subject.

        Raises TypeError when the data lacks a required field or has an undeclared one.
        """
        missing, unknown = self._required - data.keys(), data.keys() - self.schema.fields.keys()
        if missing or unknown:
            raise TypeError(f"{self.name}: missing {sorted(missing)}, undeclared {sorted(unknown)}")
        return Event(type=self, subject=str(subject), version=version, data=data)

    def __repr__(self) -> str:
        return f"<event {self.name}>"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: `data` holds Python values, as the event's schema loads them."""

    type: EventType
    subject: str
    version: int
    data: Mapping[str, Any]
    id: UUID = field(default_factory=new_id)
    time: datetime = field(default_factory=clock.now)
    trace: str | None = None

    def __getitem__(self, name: str) -> Any:
        return self.data[name]


class EventPage:
    """The registry behind shared/events.py."""

    def __init__(self) -> None:
        self.types: dict[str, EventType] = {}

    def fact(self, name: str, *, listeners: tuple[str, ...]) -> Any:
        """Declare an event without personal data or secrets: kept for ever, and replayable."""
        return self._declare(name, listeners, is_private=False)

    def private(self, name: str, *, listeners: tuple[str, ...]) -> Any:
        """Declare an event with a contact or a token: its body is blanked, and never replayed."""
        return self._declare(name, listeners, is_private=True)

    def heard_by(self, service: str) -> list[EventType]:
        """The types that a service listens to."""
        return [kind for kind in self.types.values() if service in kind.listeners]

    def _declare(self, name: str, listeners: tuple[str, ...], is_private: bool) -> Any:
        def declare(schema: type[Schema]) -> EventType:
            instance = schema(unknown=EXCLUDE)  # only optional fields are ever added
            kind = EventType(
                name=name,
                listeners=listeners,
                is_private=is_private,
                sentence=(schema.__doc__ or "").strip(),
                schema=instance,
                _required=frozenset(key for key, item in instance.fields.items() if item.required),
            )
            self.types[name] = kind
            return kind

        return declare


def encode(event: Event, trace: str | None = None) -> bytes:
    """The event as CloudEvents 1.0 structured JSON, within the given W3C trace."""
    attributes = {
        "specversion": "1.0",
        "id": str(event.id),
        "source": event.type.source,
        "type": event.type.name,
        "subject": event.subject,
        "time": event.time,
        "datacontenttype": "application/json",
        "version": event.version,
    }
    if trace:
        attributes["traceparent"] = trace
    # Not by the schema: orjson writes each of its values in the form that the schema reads.
    return orjson.dumps(attributes | {"data": event.data})


def decode(body: bytes, page: EventPage) -> Event:
    """Read an event from its wire form.

    Raises EventIsInvalid, with a sentence for the operator, for anything else.
    """
    try:
        message = orjson.loads(body)
        if message["specversion"] != "1.0":
            raise EventIsInvalid("not CloudEvents 1.0")
        kind, version, subject = page.types[message["type"]], message["version"], message["subject"]
        if message["source"] != kind.source:
            raise EventIsInvalid(f"{kind.name} does not come from {message['source']!r}")
        if type(version) is not int or not 0 <= version <= HIGHEST_VERSION:
            raise EventIsInvalid("the version is no whole number, or too great")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
            raise EventIsInvalid("the subject is missing, too long, or no text")
        return Event(
            type=kind,
            id=UUID(message["id"]),
            subject=subject,
            version=version,
            time=datetime.fromisoformat(message["time"]),
            trace=message.get("traceparent"),
            data=kind.schema.load(message["data"]),
        )
    except KeyError as error:
        raise EventIsInvalid(f"no such event or attribute: {error}") from error
    except ValidationError as error:
        raise EventIsInvalid(f"not as declared: {error.messages}") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise EventIsInvalid(f"not a CloudEvent: {type(error).__name__}") from error
