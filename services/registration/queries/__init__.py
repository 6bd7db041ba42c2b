"""What the pages and the API read."""

from services.registration.queries.cards import Card, find_cards
from services.registration.queries.catalogue import (
    Criteria,
    Page,
    count_by_state,
    find_occasions,
    find_session,
)
from services.registration.queries.details import (
    AnyOccasion,
    OccasionDetails,
    SessionDetails,
    find_occasion,
    find_public_occasion,
)
from services.registration.queries.groups import Group, Member, find_bookers_group, find_group, find_party
from services.registration.queries.held import (
    HeldRegistration,
    find_groups_registration,
    find_held_registration,
    find_persons_registration,
)
from services.registration.queries.holders import (
    Approval,
    OwnRegistration,
    find_approval,
    find_own_registration,
)
from services.registration.queries.lecturers import list_lecturers
from services.registration.queries.participation import (
    count_present,
)
from services.registration.queries.workplaces import suggested_workplaces

__all__ = [
    "AnyOccasion",
    "Approval",
    "Card",
    "Criteria",
    "Group",
    "HeldRegistration",
    "Member",
    "OccasionDetails",
    "OwnRegistration",
    "Page",
    "SessionDetails",
    "count_by_state",
    "count_present",
    "find_approval",
    "find_bookers_group",
    "find_cards",
    "find_group",
    "find_groups_registration",
    "find_held_registration",
    "find_occasion",
    "find_occasions",
    "find_own_registration",
    "find_party",
    "find_persons_registration",
    "find_public_occasion",
    "find_session",
    "list_lecturers",
    "suggested_workplaces",
]
