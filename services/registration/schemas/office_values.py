"""What the coordinator's forms show of an occasion or an activity as it is, and what was changed in them."""

import re
from collections.abc import Mapping
from typing import Any

from services.registration.models import Activity, Occasion
from shared import clock

_ROW = re.compile(r"sessions\.(\d{1,3})\.(\w+)")
_OCCASION = (
    "places",
    "waiting_places",
    "municipality",
    "lecturer_contact_id",
    "queue_policy",
    "offer_hours",
    "allow_passing",
    "needs_approval",
    "approval_hours",
    "share_limit",
    "completes_after_hours",
    "bring",
    "note",
)
_ACTIVITY = (
    "title",
    "kind",
    "form",
    "area",
    "audience",
    "description",
    "target_rule",
    "prerequisite_id",
    "certificate_percent",
    "fee",
    "late_cancellation_days",
    "late_cancellation_percent",
    "absence_percent",
)
_SESSION = ("starts_at", "ends_at", "venue")


def values_of(occasion: Occasion) -> dict[str, Any]:
    """The raw texts by which the form shows an occasion."""
    values = {name: _text(getattr(occasion, name)) for name in _OCCASION}
    values["closes_on"] = _day(occasion.closes_at)
    values["share_until_on"] = _day(occasion.share_until)
    for row, item in enumerate(occasion.sessions):
        starts_at, ends_at = clock.local(item.starts_at), clock.local(item.ends_at)
        values |= {
            f"sessions.{row}.id": str(item.id),
            f"sessions.{row}.day": f"{starts_at:%Y-%m-%d}",
            f"sessions.{row}.starts": f"{starts_at:%H:%M}",
            f"sessions.{row}.ends": f"{ends_at:%H:%M}",
            f"sessions.{row}.venue": item.venue,
        }
    return values


def activity_values(activity: Activity) -> dict[str, Any]:
    """The raw texts by which the form shows an activity."""
    values: dict[str, Any] = {name: _text(getattr(activity, name)) for name in _ACTIVITY}
    return values | {"target_roles": list(activity.target_roles)}


def changes_of(occasion: Occasion, given: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the form changed: whoever writes a note tells nobody of a change."""
    changed = {
        name: value
        for name, value in given.items()
        if name != "sessions" and value != getattr(occasion, name)
    }
    before = {item.id: tuple(getattr(item, name) for name in _SESSION) for item in occasion.sessions}
    after = [(item.get("id"), tuple(item[name] for name in _SESSION)) for item in given["sessions"]]
    if dict(after) != before or len(after) != len(before):
        changed["sessions"] = given["sessions"]
    return changed


def rows_of(values: Mapping[str, Any]) -> int:
    """How many rows of days the form has: up to the last one with something in it."""
    filled = [found[1] for name, text in values.items() if text and (found := _ROW.fullmatch(name))]
    return max((int(number) + 1 for number in filled), default=0)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def _day(moment: Any) -> str:
    return f"{clock.local(moment):%Y-%m-%d}" if moment else ""
