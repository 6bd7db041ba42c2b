"""Participations by the million for the benchmarks of reporting: as rows of read models, and as events."""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa

from shared import events
from shared.envelope import Event
from shared.ids import new_id
from shared.region import Region
from shared.vocabulary import EMPLOYERS, FORMS, KINDS, ROLES, SIDES

SEATS, ACTIVITIES, LECTURERS = 25, 400, 200
FIRST, DAYS = date(2025, 1, 1), 730
OPEN_AT_ONCE = 40  # occasions whose registrations and lists arrive mixed

# Person p is md5('person p'); everything else of a person follows from p as well.
_FACTS = """
    places.municipality, places.district,
    (%(employers)s::text[])[1 + p %% 2], (%(sides)s::text[])[1 + p / 2 %% 2],
    (%(roles)s::text[])[1 + p / 4 %% 8]
"""
_FILL = (
    """
    INSERT INTO occasions (id, version, activity_id, title, kind, form, area, is_new_activity,
        lecturer_contact_id, places, state, first_on, last_on)
    SELECT md5('occasion ' || i)::uuid, 3, md5('activity ' || i %% %(activities)s)::uuid, 'Kurs ' || i,
        (%(kinds)s::text[])[1 + i %% 7], (%(forms)s::text[])[1 + i / 7 %% 3], NULL, false,
        md5('lecturer ' || i %% %(lecturers)s)::uuid, 30, 'completed', day, day
    FROM generate_series(1, %(occasions)s) i, LATERAL (SELECT %(first)s::date + i %% %(days)s) d(day)
    """,
    """
    INSERT INTO occasion_sessions (id, occasion_id, starts_at, ends_at, venue)
    SELECT md5('session ' || i)::uuid, md5('occasion ' || i)::uuid, day + interval '9 hours',
        day + interval '15 hours', 'Folkets hus'
    FROM generate_series(1, %(occasions)s) i, LATERAL (SELECT %(first)s::date + i %% %(days)s) d(day)
    """,
    """
    INSERT INTO attendance_sheets (session_id, version, occasion_id, held_on, minutes)
    SELECT md5('session ' || i)::uuid, 1, md5('occasion ' || i)::uuid, %(first)s::date + i %% %(days)s, 360
    FROM generate_series(1, %(occasions)s) i
    """,
    f"""
    INSERT INTO registrations (id, version, occasion_id, contact_id, status, cancelled_by, municipality,
        district, employer, side, role)
    SELECT md5('registration ' || i)::uuid, 1, md5('occasion ' || 1 + i %% %(occasions)s)::uuid,
        md5('person ' || p)::uuid, CASE WHEN i <= %(count)s THEN 'confirmed' ELSE 'cancelled' END,
        CASE WHEN i > %(count)s THEN 'participant' END, {_FACTS}
    FROM generate_series(1, %(count)s + %(count)s / 10) i,
        LATERAL (SELECT (i * 7919::bigint %% %(persons)s)::int) numbered(p)
        JOIN unnest(%(municipalities)s::text[], %(districts)s::text[])
            WITH ORDINALITY places(municipality, district, number) ON places.number = 1 + p %% %(places)s
    """,
    """
    INSERT INTO attendances (session_id, registration_id)
    SELECT md5('session ' || 1 + i %% %(occasions)s)::uuid, md5('registration ' || i)::uuid
    FROM generate_series(1, %(count)s) i
    """,
    "VACUUM ANALYZE",
)


def fill(url: str, region: Region, count: int, persons: int) -> None:
    """Put so many participations into an empty database, and a tenth as many cancelled registrations."""
    places = _places(region)
    given = {
        "count": count,
        "persons": persons,
        "occasions": count // SEATS,
        "activities": ACTIVITIES,
        "lecturers": LECTURERS,
        "first": FIRST,
        "days": DAYS,
        "kinds": [*KINDS],
        "forms": [*FORMS],
        "employers": [*EMPLOYERS],
        "sides": [*SIDES],
        "roles": [*ROLES],
        "places": len(places),
        "municipalities": [municipality for municipality, _ in places],
        "districts": [district for _, district in places],
    }
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in _FILL:
            connection.execute(statement, given if "%(" in statement else None)  # type: ignore[call-overload]


def stream(region: Region, count: int, persons: int) -> Iterator[Event]:
    """So many events of new occasions, for persons who were there before.

    Each occasion is published, registered for, changed its mind on by some, attended on one day or two, and
    completed. Forty go on at once.
    """
    chance, places = random.Random(1), _places(region)
    told = 0
    while told < count:
        stories = [_story(chance, places, persons) for _ in range(OPEN_AT_ONCE)]
        for phase in range(4):
            mixed = [event for story in stories for event in story[phase]]
            chance.shuffle(mixed)
            yield from mixed[: count - told]
            told += len(mixed)


def _story(chance: random.Random, places: list[Any], persons: int) -> list[list[Event]]:
    occasion_id = new_id()
    first = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=chance.randrange(360))
    days = [first, first + timedelta(days=1)][: chance.choice((1, 2))]
    sessions = [
        {"id": new_id(), "starts_at": day, "ends_at": day + timedelta(hours=6), "venue": "Folkets hus"}
        for day in days
    ]
    state = {
        "activity_id": _id("activity", chance.randrange(ACTIVITIES)), "title": "Kurs", "area": None,
        "kind": chance.choice([*KINDS]), "form": chance.choice([*FORMS]), "is_new_activity": False,
        "lecturer_contact_id": _id("lecturer", chance.randrange(LECTURERS)), "places": 30, "closes_at": None,
        "sessions": sessions,
    }  # fmt: skip
    registered = {
        new_id(): _registration(occasion_id, chance.randrange(persons), places) for _ in range(SEATS)
    }
    gone = list(registered)[:2]
    here = [registration_id for registration_id in registered if registration_id not in gone]
    cancelled = {"status": "cancelled", "by": "participant"}
    return [
        [events.OccasionPublished(occasion_id, version=1, **state, state="published")],
        [events.ParticipantRegistered(key, version=1, **facts) for key, facts in registered.items()],
        [events.RegistrationCancelled(key, version=2, **registered[key] | cancelled) for key in gone]
        + [_list(occasion_id, session, here) for session in sessions],
        [events.OccasionCompleted(occasion_id, version=2, **state, state="completed", present=[])],
    ]


def _registration(occasion_id: UUID, person: int, places: list[Any]) -> dict[str, Any]:
    municipality, district = places[person % len(places)]
    return {
        "municipality": municipality, "district": district, "employer": [*EMPLOYERS][person % 2],
        "side": [*SIDES][person // 2 % 2], "role": [*ROLES][person // 4 % 8], "occasion_id": occasion_id,
        "contact_id": _id("person", person), "status": "confirmed", "position": None,
    }  # fmt: skip


def _list(occasion_id: UUID, session: dict[str, Any], present: list[UUID]) -> Event:
    hours = {"starts_at": session["starts_at"], "ends_at": session["ends_at"]}
    return events.AttendanceRecorded(
        session["id"], version=1, occasion_id=occasion_id, present=present, **hours
    )


def _id(what: str, number: int) -> UUID:
    """As PostgreSQL makes it of the same words."""
    return UUID(hashlib.md5(f"{what} {number}".encode(), usedforsecurity=False).hexdigest())


def _places(region: Region) -> list[tuple[str, str | None]]:
    return [
        (municipality.code, district.slug if district else None)
        for municipality in region.municipalities
        for district in municipality.districts or (None,)
    ]
