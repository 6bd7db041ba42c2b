"""10,000 registrations as CSV and XLSX, and the report on a tertial of as many, on PostgreSQL.

Each file is asked for by a member of staff over HTTP within the process; the figures are seconds.
"""

import argparse
import statistics
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from time import perf_counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from bench.servers import report, servers
from bench.stack import SECRET
from services.registration import operations
from services.registration.app import create_app as registration_app
from services.registration.models import Attendance, Participant, Registration
from services.registration.settings import Settings as RegistrationSettings
from services.reporting.app import create_app as reporting_app
from services.reporting.settings import Settings as ReportingSettings
from shared import clock
from shared.envelope import Event
from shared.ids import new_id
from shared.service import transaction
from shared.settings import load
from tests.events import handed
from tests.reporting import stories
from tests.staff import bearer, token_for

ROWS, OCCASION_SIZE, BATCH = 10_000, 25, 2_000
MUNICIPALITIES = ("0114", "0126", "0180", "0182", "0184", "0191")
ROLES = ("base_staff", "manager", "case_officer", "nurse")
LIMITS = {"csv": 1.0, "xlsx": 1.0, "pdf": 2.0}


def fill_registration(app: Flask) -> UUID:
    """One occasion with all the registrations, half of which were present."""
    with app.app_context(), transaction() as session:
        new = {"title": "Regiondagen", "kind": "conference", "form": "procured", "description": "En dag."}
        activity = operations.create_activity(session, new)
        starts = clock.now() + timedelta(days=30)
        meeting = {"starts_at": starts, "ends_at": starts + timedelta(hours=7), "venue": "Folkets hus"}
        occasion = operations.create_occasion(session, activity.id, {"places": ROWS, "sessions": [meeting]})
        people = [_person(number) for number in range(ROWS)]
        session.execute(sa.insert(Participant), people)
        places = [_registration(number, person["id"], occasion.id) for number, person in enumerate(people)]
        session.execute(sa.insert(Registration), places)
        there = [
            {"session_id": occasion.sessions[0].id, "registration_id": item["id"]} for item in places[::2]
        ]
        session.execute(sa.insert(Attendance), there)
        return occasion.id


def fill_reporting(app: Flask) -> None:
    """As many registrations on occasions of 25 in the first tertial, all present, and its results."""
    told: list[Event] = []
    for number in range(ROWS // OCCASION_SIZE):
        title = f"Kurs {number}"
        day = stories.meeting(f"day {number}", f"2026-0{1 + number % 4}-1{number % 9}", hours=3.5)
        kind = ("course", "lecture", "seminar", "network")[number % 4]
        names = [f"{number}.{seat}" for seat in range(OCCASION_SIZE)]
        seats = [
            stories.registration(
                name,
                title,
                f"person {seat * number % (ROWS // 4)}",
                municipality=MUNICIPALITIES[seat % len(MUNICIPALITIES)],
                role=ROLES[seat % len(ROLES)],
            )
            for seat, name in enumerate(names)
        ]
        told += [stories.occasion(title, [day], kind=kind), *seats, stories.attendance(title, day, names)]
    for start in range(0, len(told), BATCH):
        handed(app, *told[start : start + BATCH])
    handed(app, stories.tertial("2026-T1", stories.cut("all", "all", 9, 20, 70, 900, 800, invited=2000)))


def seconds(app: Flask, address: str, rounds: int) -> float:
    """The median time of a file, after the first, which reads templates and fonts."""
    client, headers, taken = app.test_client(), bearer(token_for(app)), []
    for _ in range(rounds + 1):
        before = perf_counter()
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, address
        taken.append(perf_counter() - before)
    return round(statistics.median(taken[1:]), 3)


def main() -> None:
    """Fill both, and take the time of each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with servers() as started:
        registration = _app(registration_app, RegistrationSettings, started.database("registration"))
        reporting = _app(reporting_app, ReportingSettings, started.database("reporting"))
        listed = f"/registration/api/occasions/{fill_registration(registration)}/registrations"
        fill_reporting(reporting)
        figures = {
            f"registrations_{suffix}": seconds(registration, f"{listed}.{suffix}", rounds)
            for suffix in ("csv", "xlsx")
        }
        for name, suffixes in (("municipalities", ("csv", "xlsx", "pdf")), ("report", ("xlsx", "pdf"))):
            for suffix in suffixes:
                address = f"/reporting/api/{name}.{suffix}?period=2026-T1"
                figures[f"{name}_{suffix}"] = seconds(reporting, address, rounds)
        for app in (registration, reporting):
            app.extensions["kursforum"].database.dispose()
    holds = all(taken <= LIMITS[name.rpartition("_")[2]] for name, taken in figures.items())
    report("exports", rows=ROWS, **figures, holds=holds)


def _app(create: Callable[[Any], Flask], settings: type[Any], url: str) -> Flask:
    return create(load(settings, database_url=url, secret_key=SECRET, log_level="error"))


def _person(number: int) -> dict[str, Any]:
    names = {"given_name": f"Anna {number}", "family_name": "Öberg-Lindström"}
    email = f"anna.{number}@huddinge.example"
    keys = {"email_key": email, "email_domain": "huddinge.example", "name_key": f"anna {number} öberg"}
    return {
        "id": new_id(),
        **names,
        "email": email,
        **keys,
        "language": "sv",
        "version": 1,
        "is_protected": False,
    }


def _registration(number: int, person_id: UUID, occasion_id: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "occasion_id": occasion_id,
        "participant_id": person_id,
        "status": "confirmed",
        "queue_number": number + 1,
        "version": 1,
        "municipality": MUNICIPALITIES[number % len(MUNICIPALITIES)],
        "employer": "municipal",
        "side": "provider",
        "role": ROLES[number % len(ROLES)],
        "workplace": f"Gruppbostaden Solgården {number % 300}",
        "manage_token_hash": sha256(str(number).encode()).hexdigest(),
        "registered_at": clock.now(),
        "had_place": False,
        "note": "",
    }


if __name__ == "__main__":
    main()
