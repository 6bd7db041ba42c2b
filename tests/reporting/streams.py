"""Streams of events for property tests: occasions, registrations and lists that change, in any order."""

from typing import Any

import sqlalchemy as sa
from flask import Flask
from hypothesis import strategies as st

from services.reporting.models import Base
from shared import events
from shared.backbone import backbone
from shared.envelope import Event
from shared.service import transaction
from tests.reporting import stories

OCCASIONS = ("a", "b", "c")
NAMES = ("r1", "r2", "r3", "r4", "r5", "r6")
DAYS = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-12-31", "2027-01-01")
STATES = (
    events.OccasionPublished,
    events.OccasionChanged,
    events.OccasionCompleted,
    events.OccasionCancelled,
)
STEPS = (
    events.ParticipantRegistered,
    events.ParticipantMovedUp,
    events.PlaceOffered,
    events.PlaceHeld,
    events.RegistrationApproved,
    events.ParticipantNamed,
    events.RegistrationChanged,
    events.RegistrationCancelled,
)
STATUSES = ("confirmed", "waiting", "offered", "held", "cancelled")
PLACES = (
    stories.NACKA,
    stories.SOLNA,
    stories.FARSTA,
    {"municipality": "0180", "district": "bromma"},
    {"municipality": "0180", "district": None},
)
COURSES: tuple[dict[str, Any], ...] = (
    {},
    {"kind": "network", "area": "Bemötande"},
    {"form": "in_house", "activity_id": stories.id_of("other"), "lecturer_contact_id": stories.id_of("Eva")},
)
PERSONS = ({}, {"role": "nurse", "side": "authority"}, {"employer": "private"})


@st.composite
def occasion_states(draw: st.DrawFn) -> list[Event]:
    """A few states of the occasions, whose sessions move."""
    return [
        stories.occasion(
            name,
            [
                stories.meeting(f"{name}{number}", draw(st.sampled_from(DAYS)))
                for number in range(draw(st.integers(1, 2)))
            ],
            draw(st.sampled_from(STATES)),
            version,
            **draw(st.sampled_from(COURSES)),
        )
        for name in OCCASIONS
        for version in range(1, draw(st.integers(1, 4)))
    ]


@st.composite
def registration_states(draw: st.DrawFn) -> list[Event]:
    """A few states of the registrations; persons come back, change their place of work, or have no name."""
    return [
        stories.registration(
            name,
            draw(st.sampled_from(OCCASIONS)),
            draw(st.sampled_from(("Anna", "Bo", "Cecilia", stories.NOBODY))),
            draw(st.sampled_from(STEPS)),
            version,
            status=draw(st.sampled_from(STATUSES)),
            **draw(st.sampled_from(PLACES)),
            **draw(st.sampled_from(PERSONS)),
        )
        for name in NAMES
        for version in range(1, draw(st.integers(1, 4)))
    ]


@st.composite
def attendance_lists(draw: st.DrawFn) -> list[Event]:
    """A few attendance lists of the sessions, corrected."""
    return [
        stories.attendance(
            name,
            stories.meeting(f"{name}{number}", draw(st.sampled_from(DAYS)), draw(st.sampled_from((1, 2.5)))),
            draw(st.lists(st.sampled_from(NAMES), unique=True)),
            version,
        )
        for name in OCCASIONS
        for number in range(2)
        for version in range(1, draw(st.integers(1, 3)))
    ]


@st.composite
def streams(draw: st.DrawFn) -> list[list[Event]]:
    """Batches of such events in any order, some of them delivered twice."""
    told = draw(occasion_states()) + draw(registration_states()) + draw(attendance_lists())
    again = draw(st.lists(st.sampled_from(told), max_size=10)) if told else []
    order = draw(st.permutations([*told, *again]))
    size = draw(st.integers(1, 20))
    return [order[start : start + size] for start in range(0, len(order), size)]


def emptied(app: Flask) -> None:
    """Forget everything, as before the first event."""
    with app.app_context(), transaction() as session:
        for table in (*Base.metadata.sorted_tables, *backbone.sorted_tables):
            session.execute(sa.delete(table))
