"""What the pages and the API read."""

from services.registration.queries.catalogue import (
    Criteria,
    Page,
    count_by_state,
    find_occasion,
    find_occasions,
    find_public_occasion,
    find_session,
    upcoming_occasions,
)
from services.registration.queries.participation import (
    Participation,
    count_present,
    find_held_registration,
    find_registration,
    list_participations,
    position,
)

__all__ = [
    "Criteria",
    "Page",
    "Participation",
    "count_by_state",
    "count_present",
    "find_held_registration",
    "find_occasion",
    "find_occasions",
    "find_public_occasion",
    "find_registration",
    "find_session",
    "list_participations",
    "position",
    "upcoming_occasions",
]
