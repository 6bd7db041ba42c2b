"""Events about Anna and a course, as registration and evaluation would emit them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from shared import clock, events
from shared.envelope import Event

_NAMES = UUID("0190a000-0000-7000-8000-000000000000")
OCCASION, ACTIVITY = uuid5(_NAMES, "occasion"), uuid5(_NAMES, "activity")
ANNA, REGISTRATION = uuid5(_NAMES, "anna"), uuid5(_NAMES, "registration")
BO, GROUP, SECOND = uuid5(_NAMES, "bo"), uuid5(_NAMES, "group"), uuid5(_NAMES, "second registration")
TITLE = "Lågaffektivt bemötande"


def in_days(days: int, hour: int = 8) -> datetime:
    """A whole hour, UTC, some days from now."""
    moment = datetime.combine(clock.today() + timedelta(days=days), datetime.min.time(), UTC)
    return moment.replace(hour=hour)


def session(name: str = "first", days: int = 30, venue: str = "Carpe, Rosenlundsgatan 29") -> dict[str, Any]:
    """A session of a whole day."""
    starts_at = in_days(days)
    session_id = uuid5(_NAMES, name)
    return {
        "id": session_id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=7),
        "venue": venue,
    }


def occasion(kind: Any = None, version: int = 1, occasion_id: UUID = OCCASION, **given: Any) -> Event:
    """An event about the course, which is published unless said otherwise."""
    state = {
        "activity_id": ACTIVITY,
        "title": TITLE,
        "kind": "course",
        "form": "procured",
        "area": None,
        "is_new_activity": False,
        "lecturer_contact_id": None,
        "places": 20,
        "state": "published",
        "closes_at": None,
        "sessions": [session()],
    }
    return _event(kind or events.OccasionPublished, occasion_id, version, state | given)


def contact(version: int = 1, contact_id: UUID = ANNA, **given: Any) -> Event:
    """Who Anna is."""
    known = {"name": "Anna Lindqvist", "email": "anna@example.se", "language": "sv"}
    return _event(events.ContactChanged, contact_id, version, known | given)


def manage_link(version: int = 1, registration: UUID = REGISTRATION, **given: Any) -> Event:
    """The link to Anna's registration."""
    issued = {"contact_id": ANNA, "token": "manage-secret"}
    return _event(events.ManageLinkIssued, registration, version, issued | given)


def registered(version: int = 1, registration: UUID = REGISTRATION, **given: Any) -> Event:
    """Anna registered, and has a place unless said otherwise."""
    return _event(events.ParticipantRegistered, registration, version, _registration() | given)


def moved_up(version: int = 2, **given: Any) -> Event:
    """Anna got a place from the queue."""
    return _event(events.ParticipantMovedUp, REGISTRATION, version, _registration() | given)


def cancelled(version: int = 2, by: str = "participant", **given: Any) -> Event:
    """Anna's registration ended."""
    state = _registration() | {"status": "cancelled", "by": by}
    return _event(events.RegistrationCancelled, REGISTRATION, version, state | given)


def told(kind: Any, version: int = 2, **given: Any) -> Event:
    """Any other event about Anna's registration; an offered or held place has a deadline."""
    deadline = {"expires_at": in_days(2)} if kind in (events.PlaceOffered, events.PlaceHeld) else {}
    return _event(kind, REGISTRATION, version, _registration() | deadline | given)


def bo(**given: Any) -> Event:
    """Who Bo is: a manager, or whoever books for a group."""
    return contact(contact_id=BO, **{"name": "Bo Ek", "email": "bo@example.se"} | given)


def asked(version: int = 1, **given: Any) -> Event:
    """Bo is asked to approve Anna's place."""
    request = {
        "contact_id": BO,
        "participant_contact_id": ANNA,
        "workplace": "Gruppbostaden Solgården",
        "role": "base_staff",
        "occasion_id": OCCASION,
        "token": "approval-secret",
        "expires_at": in_days(2),
    }
    return _event(events.ApprovalRequested, REGISTRATION, version, request | given)


def group(kind: Any = None, version: int = 1, status: str = "confirmed", **given: Any) -> Event:
    """Bo has registered Anna, and a colleague who has no name yet."""
    members = [
        {"registration_id": REGISTRATION, "contact_id": ANNA, "status": status, "position": None},
        {"registration_id": SECOND, "contact_id": None, "status": status, "position": None},
    ]
    state = {"occasion_id": OCCASION, "contact_id": BO, "members": members}
    return _event(kind or events.GroupRegistered, GROUP, version, state | given)


def group_link(version: int = 1, **given: Any) -> Event:
    """The link to Bo's group."""
    issued = {"contact_id": BO, "token": "group-secret"}
    return _event(events.GroupLinkIssued, GROUP, version, issued | given)


def own_link(kind: Any, contact_id: UUID = ANNA, **given: Any) -> Event:
    """Somebody gets a link of their own: to sign in, or to choose a password."""
    issued = {"contact_id": contact_id, "token": "own-secret", "expires_at": in_days(2)}
    return _event(kind, uuid5(_NAMES, kind.name), 1, issued | given)


def certified(**given: Any) -> Event:
    """Anna earned a certificate."""
    issued = {"contact_id": ANNA, "occasion_id": OCCASION, "code": "CODE2345"}
    return _event(events.CertificateIssued, REGISTRATION, 1, issued | given)


def invited(version: int = 1, kind: Any = None, **given: Any) -> Event:
    """Anna is asked to evaluate."""
    invitation = {
        "evaluation_id": uuid5(_NAMES, "evaluation"),
        "occasion_id": OCCASION,
        "contact_id": ANNA,
        "title": TITLE,
        "token": "answer-secret",
        "closes_on": date(2099, 1, 31),
    }
    subject = uuid5(_NAMES, "invitation")
    return _event(kind or events.InvitationIssued, subject, version, invitation | given)


def lecturer_asked(version: int = 1, **given: Any) -> Event:
    """Bo, who held the course, is asked how it went."""
    return invited(version, events.LecturerAsked, **{"contact_id": BO, "token": "report-secret"} | given)


def results_shown(**given: Any) -> Event:
    """Bo gets a link to the results."""
    issued = {
        "occasion_id": OCCASION,
        "contact_id": BO,
        "title": TITLE,
        "token": "results-secret",
        "expires_on": date(2099, 5, 1),
    }
    return _event(events.ResultsLinkIssued, uuid5(_NAMES, "evaluation"), 1, issued | given)


def digest(version: int = 1, **given: Any) -> Event:
    """What Anna, who represents Farsta, is told: of one new occasion, and one that closes."""
    listed = {"occasion_id": OCCASION, "title": TITLE, "is_new": True, "places_left": 7}
    listed |= {"starts_at": in_days(40), "closes_at": in_days(30), "registered": 3, "waiting": 1}
    closing = {"title": "Nätverk för handläggare", "is_new": False, "places_left": 0}
    closing |= {"closes_at": in_days(40), "registered": 0, "waiting": 0}
    compiled = {
        "contact_id": ANNA,
        "since_on": date(2026, 10, 1),
        "places": [{"municipality": "0180", "district": "farsta", "registered": 5, "waiting": 1}],
        "occasions": [listed, listed | closing],
        "more": 0,
    }
    return _event(events.DigestCompiled, uuid5(_NAMES, f"digest {version}"), version, compiled | given)


def report_link(**given: Any) -> Event:
    """Anna, who represents Farsta, gets a link to the report on Stockholm."""
    issued = {
        "contact_id": ANNA,
        "token": "report-secret",
        "period": "2026-T1",
        "municipality": "0180",
        "expires_on": date(2099, 5, 1),
    }
    return _event(events.ReportLinkIssued, uuid5(_NAMES, "report link"), 1, issued | given)


def _registration() -> dict[str, Any]:
    return {
        "occasion_id": OCCASION,
        "contact_id": ANNA,
        "status": "confirmed",
        "position": None,
        "municipality": "0180",
        "district": "farsta",
        "employer": "municipal",
        "side": "provider",
        "role": "base_staff",
    }


def _event(kind: Any, subject: UUID, version: int, data: dict[str, Any]) -> Event:
    event: Event = kind(subject, version=version, **data)
    return event
