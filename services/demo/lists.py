"""What the office keeps on its lists in a demo: workplaces that people come from, lecturers and suppliers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.demo.people import Person
from services.registration.operations.lecturers import add_lecturer
from services.registration.operations.workplaces import add_workplace

_LISTED = 60
# kind, name, organisation, contact
LECTURERS = (
    ("lecturer", "Katarina Holm", "Stockholms universitet", "Katarina Holm"),
    ("lecturer", "Jonas Berhane", "", "Jonas Berhane"),
    ("supplier", "Autismkonsult", "Autismkonsult i Mälardalen AB", "Ulla Sjögren"),
    ("supplier", "Funktionsutbildarna", "Funktionsutbildarna ekonomisk förening", "Petra Lundin"),
    ("lecturer", "Amina Rahimi", "Regionens psykiatri", "Amina Rahimi"),
)


def add_lists(session: Session, people: Sequence[Person]) -> list[UUID]:
    """Add the workplaces that most people come from, and everybody who teaches; returns their contacts."""
    places = Counter((item.municipality, item.district, item.workplace, item.employer) for item in people)
    seen: set[tuple[str, str | None, str]] = set()
    for (municipality, district, name, employer), _count in places.most_common(_LISTED):
        if (municipality, district, name) not in seen:
            seen.add((municipality, district, name))
            place = {"municipality": municipality, "district": district}
            add_workplace(session, {"name": name, "employer": employer, **place})
    return [add_lecturer(session, _lecturer(*row)).contact_id for row in LECTURERS]


def _lecturer(kind: str, name: str, organisation: str, contact: str) -> dict[str, Any]:
    given, family = contact.split()
    host = "kurskonsult" if kind == "supplier" else "forelasare"
    return {
        "kind": kind,
        "name": name,
        "organisation": organisation,
        "given_name": given,
        "family_name": family,
        "email": f"{given}@{host}.example".lower(),
    }
