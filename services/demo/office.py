"""What an office has before its year begins: lists, representatives and accounts."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.demo.lists import add_lists
from services.demo.people import FAMILY, GIVEN, ascii_name
from services.demo.plan import Plan
from services.registration.operations.representatives import name_representative
from services.registration.staff.accounts import add_account
from shared import clock
from shared.region import Region

SINCE = timedelta(days=420)
# One place never had a representative; in another the mandate has run out. Every ninth has a new one.
NEVER, ENDED, SUCCEEDED_EVERY = 4, 11, 9
COMPETENCE_EVERY = (
    12  # one person in so many is their unit's competence representative, where support is given
)


def open_office(session: Session, plan: Plan) -> list[UUID]:
    """Add everything; returns the contacts of those who teach."""
    lecturers = add_lists(session, plan.people)
    for mandate in (*_ckas(plan.region), *_competence(plan)):
        name_representative(session, mandate)
    host = plan.region.email.rpartition("@")[2]
    people = (
        {"name": "Maria Ekström", "email": f"maria.ekstrom@{host}", "role": "coordinator"},
        {"name": "Sofia Wallin", "email": f"sofia.wallin@{host}", "role": "representative"},
        {"name": "Katarina Holm", "email": "katarina.holm@forelasare.example", "role": "lecturer"},
    )
    scopes: tuple[dict[str, Any], ...] = (
        {},
        {"municipality": _home(plan.region)},
        {"contact_id": lecturers[0]},
    )
    for person, scope in zip(people, scopes, strict=True):
        add_account(session, person | scope)
    return lecturers


def _ckas(region: Region) -> Iterator[dict[str, Any]]:
    """One for each municipality or city district, but for two places."""
    dice, today = random.Random(region.slug), clock.today()
    places = [
        (municipality, district.slug if district else None)
        for municipality in region.open_municipalities
        for district in (municipality.open_districts or (None,))
    ]
    for number, (municipality, district) in enumerate(places):
        place = {"kind": "cka", "municipality": municipality.code, "district": district, "workplace": None}
        mandate = place | {"from_on": (today - SINCE).replace(day=1), "to_on": None, "succeeds": False}
        if number == ENDED:
            mandate["to_on"] = today - timedelta(days=40)
        if number != NEVER:
            yield mandate | _somebody(municipality.name, dice)
        if number % SUCCEEDED_EVERY == 0:
            yield (
                mandate
                | _somebody(municipality.name, dice)
                | {"from_on": _month_ago(today), "succeeds": True}
            )


def _competence(plan: Plan) -> Iterator[dict[str, Any]]:
    seen = set()
    for person in plan.people[::COMPETENCE_EVERY]:
        unit = person.municipality, person.district, person.workplace
        if person.role in ("base_staff", "social_psychiatry") and unit not in seen:
            seen.add(unit)
            names = ("municipality", "district", "workplace", "given_name", "family_name", "email")
            days = {"from_on": (clock.today() - SINCE / 2).replace(day=1), "to_on": None}
            yield (
                {"kind": "competence", "succeeds": False}
                | {name: getattr(person, name) for name in names}
                | days
            )


def _somebody(municipality: str, dice: random.Random) -> dict[str, str]:
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    address = f"{ascii_name(given)}.{ascii_name(family)}.cka@{ascii_name(municipality)}.example"
    return {"given_name": given, "family_name": family, "email": address}


def _month_ago(today: date) -> date:
    return (today - timedelta(days=31)).replace(day=1)


def _home(region: Region) -> str:
    """Nacka where there is one: whose representative has an account."""
    codes = [municipality.code for municipality in region.open_municipalities]
    return "0182" if "0182" in codes else codes[0]
