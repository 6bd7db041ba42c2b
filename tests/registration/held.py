"""Occasions that are going on or over, with people on them."""

from datetime import timedelta
from typing import Any

from services.registration.models import Occasion
from services.registration.operations import Receipt
from shared import clock
from tests.registration.office import Office
from tests.registration.samples import sample_activity


def opened(office: Office, *names: str, sessions: int = 1, **activity: Any) -> tuple[Occasion, list[Receipt]]:
    """An open occasion in 30 days, a session a week, of an activity with these rules; and its people."""
    made = office.does("create_activity", sample_activity(**activity))
    occasion = office.open_occasion(made.id, sessions=sessions, places=max(2, len(names)))
    return office.now(occasion), office.fill(occasion, *names)


def completed(office: Office, occasion: Occasion, *present: tuple[Receipt, ...]) -> None:
    """Note who was present at each session, and mark the occasion as held, the day after it ended."""
    with clock.at(occasion.ends_at + timedelta(days=1)):
        for number, people in enumerate(present):
            office.attend(occasion, *people, session=number)
        office.does("complete_occasion", occasion.id)
