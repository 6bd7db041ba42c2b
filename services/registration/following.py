"""Following events through the services: each is asked for its part, and their answers make one story."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.asking import Asked, NoAnswer, ask_all
from shared.events import PAGE
from shared.web.flow import MOST_EVENTS

PATIENCE = 2.0  # seconds that a service may be silent
WITHIN = 3.0  # seconds after which the page is shown without it
SHOWN = 10  # failed events of each service

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """What became of an event in a service that listens to it.

    `state` is as in shared/web/flow, or published, waiting or unknown where it has not arrived.
    """

    service: str
    state: str
    at: datetime | None = None
    told: Told | None = None


@dataclass(frozen=True)
class Followed:
    """One event with its way; `emitted` is none where the service that emitted it does not answer."""

    id: str
    emitted: Told | None
    heard: Sequence[Heard]

    @property
    def at(self) -> datetime | None:
        """When it was emitted."""
        return moment(self.emitted["emitted_at"]) if self.emitted else None

    @property
    def published_at(self) -> datetime | None:
        """When the bus had it."""
        return moment(self.emitted["published_at"]) if self.emitted else None


@dataclass(frozen=True)
class Story:
    """Events in the order in which they were emitted, and the services that did not answer."""

    events: Sequence[Followed]
    silent: Sequence[str]


@dataclass(frozen=True)
class Fares:
    """How a service fares: its state and its failed events, or none where it does not answer."""

    service: str
    state: Told | None = None
    failed: Told | None = None


def moment(text: str | None) -> datetime | None:
    """A moment as JSON has it."""
    return datetime.fromisoformat(text) if text else None


def see_how_all_fare(asked: Mapping[str, Asked]) -> list[Fares]:
    """The state of every service, and what failed there."""

    def fares(name: str, one: Asked) -> Fares:
        return Fares(name, one.get("flow/state"), one.get("failed-events", per_page=SHOWN))

    answers = ask_all(asked, fares, WITHIN)
    return [Fares(name) if isinstance(answer, NoAnswer) else answer for name, answer in answers.items()]


def follow(asked: Mapping[str, Asked], wanted: Mapping[str, str]) -> Story:
    """The events that are wanted, as `GET …/flow` takes it, with their ways."""
    parts = ask_all(asked, lambda _name, one: one.get("flow", **wanted), WITHIN)
    told = {name: part for name, part in parts.items() if not isinstance(part, NoAnswer)}
    present = {name: asked[name] for name in told}
    emitted = _emitted(told.values())
    known = {name: {item["event_id"]: item for item in part["received"]} for name, part in told.items()}
    unknown = {event_id for part in known.values() for event_id in part} - emitted.keys()
    if "trace" in wanted and unknown:
        emitted |= _ask_emitters(present, unknown)
    heard = _ask_listeners(present, emitted, known)
    everywhere = {event_id: emitted.get(event_id) for part in known.values() for event_id in part} | emitted
    events = [_followed(event_id, item, heard, known) for event_id, item in everywhere.items()]
    silent = [name for name in asked if name not in heard]
    return Story(sorted(events, key=lambda event: event.at or datetime.min.replace(tzinfo=UTC)), silent)


def _emitted(parts: Iterable[Told]) -> dict[str, Told]:
    return {item["event_id"]: item for part in parts for item in part["emitted"]}


def _ask_emitters(asked: Mapping[str, Asked], ids: Collection[str]) -> dict[str, Told]:
    """The events whose trace their emitter no longer knows, though a listener does."""

    def emitted(_name: str, one: Asked) -> dict[str, Told]:
        return _emitted(one.get("flow", event=event_id) for event_id in ids)

    answers = ask_all(asked, emitted, WITHIN).values()
    return {key: item for one in answers if not isinstance(one, NoAnswer) for key, item in one.items()}


def _ask_listeners(
    asked: Mapping[str, Asked], emitted: Mapping[str, Told], known: Mapping[str, Mapping[str, Told]]
) -> dict[str, dict[str, Told]]:
    """What became of the events in the services that listen to them; of those that answered twice."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for event_id, item in emitted.items():
        for name in _listeners(item):
            wanted[name].append(event_id)

    def arrived(name: str, one: Asked) -> dict[str, Told]:
        found = dict(known[name])
        for begin in range(0, len(wanted[name]), MOST_EVENTS):
            some = ",".join(wanted[name][begin : begin + MOST_EVENTS])
            items = one.get("flow/received", events=some)["received"]
            found |= {item["event_id"]: item for item in items}
        return found

    answers = ask_all(asked, arrived, WITHIN)
    return {name: answer for name, answer in answers.items() if not isinstance(answer, NoAnswer)}


def _followed(
    event_id: str,
    item: Told | None,
    heard: Mapping[str, Mapping[str, Told]],
    known: Mapping[str, Mapping[str, Told]],
) -> Followed:
    names = _listeners(item) if item else [name for name in known if event_id in known[name]]
    return Followed(event_id, item, [_heard(name, event_id, item, heard.get(name)) for name in names])


def _heard(name: str, event_id: str, item: Told | None, arrived: Mapping[str, Told] | None) -> Heard:
    if arrived is None:
        return Heard(name, "unknown")
    if found := arrived.get(event_id):
        return Heard(name, found["state"], moment(found.get("received_at")), found)
    return Heard(name, "published" if item and item["published_at"] else "waiting")


def _listeners(item: Told) -> Sequence[str]:
    kind = PAGE.types.get(item["type"])
    return kind.listeners if kind else ()
