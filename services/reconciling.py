"""Holding reporting against registration and evaluation: by digests, and line by line where those differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from shared.asking import Asked

# What each neighbour keeps that reporting reports; and what one line of it is called.
COMPARED: Mapping[str, Mapping[str, str]] = {
    "registration": {
        "occasions": "occasion",
        "registrations": "registration",
        "attendance": "attendance of session",
        "mandates": "mandates of",
    },
    "evaluation": {
        "responses": "responses to evaluation",
        "occasion_results": "results of evaluation",
        "tertial_results": "results of tertial",
    },
}
_SLICE = 500

Groups = dict[tuple[str, str], set[str]]  # by neighbour and aspect


@dataclass(frozen=True)
class Difference:
    """A line on which a neighbour and reporting do not agree; None where one of them does not have it."""

    neighbour: str
    aspect: str
    id: str
    theirs: Mapping[str, Any] | None
    ours: Mapping[str, Any] | None

    def __str__(self) -> str:
        """In words, for an operator."""
        what = f"{COMPARED[self.neighbour][self.aspect]} {self.id}"
        waiting = (self.theirs or {}).get("waiting_since")
        since = f"; an event about it waits in the outbox since {waiting}" if waiting else ""
        if self.ours is None or self.theirs is None:
            has, lacks = (self.neighbour, "reporting") if self.theirs else ("reporting", self.neighbour)
            return f"{what}: {has} has it, {lacks} does not{since}"
        told = (_told(self.neighbour, self.theirs, self.ours), _told("reporting", self.ours, self.theirs))
        return f"{what}: {', '.join(told)}{since}"


def differing_groups(asked: Mapping[str, Asked]) -> Groups:
    """The groups whose digests are not the same, by neighbour and aspect."""
    found: Groups = {}
    for neighbour, aspects in COMPARED.items():
        for aspect in aspects:
            theirs, ours = _digests(asked[neighbour], aspect), _digests(asked["reporting"], aspect)
            if groups := _unequal(theirs, ours):
                found[neighbour, aspect] = groups
    return found


def differences(asked: Mapping[str, Asked], groups: Groups) -> list[Difference]:
    """The lines of these groups that are not the same now."""
    return list(chain.from_iterable(_in_groups(asked, *key, groups[key]) for key in groups))


def still(asked: Mapping[str, Asked], groups: Groups) -> Groups:
    """Those of the groups in which a line differs now: what was only on its way is not among them."""
    left = {key: {group for group in groups[key] if _lines_differ(asked, *key, group)} for key in groups}
    return {key: found for key, found in left.items() if found}


def _lines_differ(asked: Mapping[str, Asked], neighbour: str, aspect: str, group: str) -> bool:
    return any(_in_groups(asked, neighbour, aspect, {group}))


def _in_groups(
    asked: Mapping[str, Asked], neighbour: str, aspect: str, groups: set[str]
) -> Iterator[Difference]:
    for group in sorted(groups):
        theirs, ours = (_lines(asked[name], aspect, group) for name in (neighbour, "reporting"))
        for key in sorted(theirs.keys() | ours.keys()):
            left, right = theirs.get(key), ours.get(key)
            if left is None or right is None or left["state"] != right["state"]:
                yield Difference(neighbour, aspect, key, left, right)


def _unequal(theirs: Iterator[dict[str, Any]], ours: Iterator[dict[str, Any]]) -> set[str]:
    left, right = ({item["group"]: item for item in side if item["count"]} for side in (theirs, ours))
    return {group for group in left.keys() | right.keys() if left.get(group) != right.get(group)}


def _digests(service: Asked, aspect: str) -> Iterator[dict[str, Any]]:
    after = ""
    while items := service.get("digests", aspect=aspect, after=after, limit=_SLICE)["items"]:
        yield from items
        after = items[-1]["group"]


def _lines(service: Asked, aspect: str, group: str) -> dict[str, dict[str, Any]]:
    items = service.get("digests/lines", aspect=aspect, group=group)["items"]
    return {item["id"]: item for item in items}


def _told(service: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """What one of the two says where the other says something else."""
    fields = [name for name in one["state"] if one["state"][name] != other["state"].get(name)]
    values = ", ".join(_value(name, one["state"][name], other["state"].get(name)) for name in fields)
    return f"{service} says {values} (version {one['version']})"


def _value(name: str, value: Any, other: Any) -> str:
    if isinstance(value, list):  # who is present: those whom the other does not have
        beyond: Sequence[str] = sorted(set(value) - set(other or ()))
        return f"{len(value)} {name}" + (f", {' and '.join(beyond[:5])} among them" if beyond else "")
    return f"{name} {'none' if value is None else value}"
