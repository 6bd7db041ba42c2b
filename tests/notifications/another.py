"""The same story told of somebody else: every id is exchanged, each by the same new one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from shared.envelope import Event
from shared.ids import new_id


def retold(story: Iterable[Event]) -> list[Event]:
    """The events with other ids; what was the same id before is the same id after."""
    names: defaultdict[UUID, UUID] = defaultdict(new_id)
    return [
        replace(
            event,
            id=new_id(),
            subject=str(names[UUID(event.subject)]),
            data={key: _renamed(value, names) for key, value in event.data.items()},
        )
        for event in story
    ]


def _renamed(value: Any, names: defaultdict[UUID, UUID]) -> Any:
    if isinstance(value, UUID):
        return names[value]
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    return value
