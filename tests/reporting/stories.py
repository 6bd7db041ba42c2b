"""Events for the tests of reporting, told shortly: ids come from names, days from 2026."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from shared import events
from shared.envelope import Event, EventType

NACKA = {"municipality": "0182", "district": None}
SOLNA = {"municipality": "0184", "district": None}
NOBODY = "nobody"  # has a place, and no name yet
FARSTA = {"municipality": "0180", "district": "farsta"}


def id_of(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(NAMESPACE_OID, name)


def at(day: str, hour: int = 9) -> datetime:
    """A moment of a day written as 2026-03-12; the hours are UTC."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def meeting(name: str, day: str, hours: float = 3) -> dict[str, Any]:
    """A session of an occasion."""
    return {
        "id": id_of(name),
        "starts_at": at(day),
        "ends_at": at(day) + timedelta(hours=hours),
        "venue": "Hornsgatan 15",
    }


def occasion(
    name: str,
    meetings: Sequence[dict[str, Any]],
    told_by: EventType = events.OccasionCompleted,
    version: int = 3,
    **changes: Any,
) -> Event:
    """A state of an occasion; completed, unless another kind of event is given."""
    more: dict[str, Any] = {
        events.OccasionCompleted: {"present": []},
        events.OccasionCancelled: {"reason": "Föreläsaren är sjuk."},
    }.get(told_by, {})
    state = {
        "activity_id": id_of("activity"),
        "title": name,
        "kind": "course",
        "form": "procured",
        "area": None,
        "is_new_activity": False,
        "lecturer_contact_id": None,
        "places": 20,
        "state": told_by.name.rpartition("_")[2],
        "closes_at": None,
        "sessions": list(meetings),
    }
    return told_by(id_of(name), version=version, **{**state, **more, **changes})


def registration(
    name: str,
    occasion: str,
    person: str | None = None,
    told_by: EventType = events.ParticipantRegistered,
    version: int = 1,
    **changes: Any,
) -> Event:
    """A registration, confirmed unless said otherwise, of a person of its own name in Nacka."""
    more: dict[str, Any] = {"by": "participant"} if told_by is events.RegistrationCancelled else {}
    deadline = {"expires_at": at("2026-01-01")} if told_by in (events.PlaceOffered, events.PlaceHeld) else {}
    state = {
        **NACKA,
        "employer": "municipal",
        "side": "provider",
        "role": "base_staff",
        "occasion_id": id_of(occasion),
        "contact_id": None if person == NOBODY else id_of(person or f"person of {name}"),
        "status": "cancelled" if more else "confirmed",
        "position": None,
    }
    return told_by(id_of(name), version=version, **{**state, **more, **deadline, **changes})


def attendance(occasion: str, session: dict[str, Any], present: Sequence[str], version: int = 1) -> Event:
    """The whole attendance list of a session."""
    return events.AttendanceRecorded(
        session["id"],
        version=version,
        occasion_id=id_of(occasion),
        starts_at=session["starts_at"],
        ends_at=session["ends_at"],
        present=[id_of(name) for name in present],
    )


def question(code: str, *counts: int) -> dict[str, Any]:
    """A published question: how many answered 1, 2, 3, 4 and 5."""
    answered = sum(counts)
    points = sum(value * count for value, count in enumerate(counts, 1))
    return {
        "code": code,
        "answered": answered,
        "mean": points / answered,
        "satisfied": sum(counts[3:]),
        "counts": {str(value): count for value, count in enumerate(counts, 1)},
    }


def cut(dimension: str, value: str, *counts: int, invited: int | None = None) -> dict[str, Any]:
    """A published cut with the same answers to both questions that reporting uses."""
    asked = [question("overall", *counts), question("enough_knowledge", *counts)]
    return {"dimension": dimension, "value": value, "invited": invited, "questions": asked}


def tertial(code: str, *cuts: dict[str, Any]) -> Event:
    """The results of a tertial."""
    return events.TertialResultsPublished(code, version=1, cuts=list(cuts))


def responses(occasion: str, state: str, invited: int, answered: int, version: int = 1) -> Event:
    """The counts of an occasion's evaluation."""
    return events.ResponseCounted(
        id_of(f"evaluation of {occasion}"),
        version=version,
        occasion_id=id_of(occasion),
        state=state,
        invited=invited,
        answered=answered,
    )


def results(occasion: str, *counts: int) -> Event:
    """The published results of an occasion."""
    asked = [question("overall", *counts), question("enough_knowledge", *counts)]
    return events.OccasionResultsPublished(
        id_of(f"evaluation of {occasion}"), version=9, occasion_id=id_of(occasion), questions=asked
    )
