"""Believable activities, occasions and people."""

from datetime import date, timedelta
from typing import Any

from shared import clock


def sample_activity(**given: Any) -> dict[str, Any]:
    """A course that the office offers."""
    return {
        "title": "Lågaffektivt bemötande",
        "kind": "course",
        "form": "in_house",
        "area": "Bemötande och kommunikation",
        "audience": "Baspersonal och chefer inom LSS",
        "description": "Två dagar om att förebygga konflikter.",
        "fee": None,
    } | given


def sample_occasion(days: int = 30, sessions: int = 1, **given: Any) -> dict[str, Any]:
    """An occasion that begins in so many days, with a session a week."""
    first = clock.now() + timedelta(days=days)
    return {
        "places": 2,
        "sessions": [sample_session(first + timedelta(weeks=week)) for week in range(sessions)],
    } | given


def sample_session(starts_at: Any, hours: int = 3) -> dict[str, Any]:
    """A session of some hours."""
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours), "venue": "Hornsgatan 20"}


def sample_participant(name: str = "Anna", **given: Any) -> dict[str, Any]:
    """Somebody who works in Huddinge."""
    return {
        "given_name": name,
        "family_name": "Ek",
        "email": f"{name.lower()}.ek@huddinge.example",
        "municipality": "0126",
        "district": None,
        "workplace": "Gruppbostaden Solgården",
        "employer": "municipal",
        "side": "provider",
        "role": "base_staff",
        "language": "sv",
    } | given


def sample_group(*members: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A unit in Huddinge whose manager registers these; an empty member is to be named."""
    unit = {
        name: value
        for name, value in sample_participant().items()
        if name in ("municipality", "district", "workplace", "employer", "side")
    }
    booker = {
        "given_name": "Boel",
        "family_name": "Booker",
        "email": "boel.booker@huddinge.example",
        "language": "sv",
    }
    people = [{"role": "base_staff", **_named(member)} for member in members]
    return unit | {"booker": booker, "manager": None, "members": people} | given


def _named(member: dict[str, Any]) -> dict[str, Any]:
    names = ("given_name", "family_name", "email", "role", "needs")
    return {name: member[name] for name in names if name in member}


def sample_mandate(name: str = "Eva", **given: Any) -> dict[str, Any]:
    """A CKA of Huddinge from New Year 2026 on."""
    return {
        "kind": "cka",
        "municipality": "0126",
        "district": None,
        "workplace": None,
        "given_name": name,
        "family_name": "Ek",
        "email": f"{name.lower()}.ek@huddinge.example",
        "from_on": date(2026, 1, 1),
        "to_on": None,
        "succeeds": False,
    } | given
