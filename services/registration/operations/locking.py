"""The lock under which places, queue and state of an occasion change: its row."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Occasion, State
from services.registration.problems import OccasionNotFound, StateDoesNotFit
from shared.i18n import lazy as _

REASONS = {
    "draft": _("The occasion is a draft. Publish it first."),
    "published": _("The occasion is already published."),
    "cancelled": _("The occasion is called off."),
    "completed": _("The occasion is already marked as held."),
}


def locked_occasion(session: Session, occasion_id: UUID, *states: State) -> Occasion:
    """The occasion, held until the transaction ends, in one of the given states.

    Raises OccasionNotFound or StateDoesNotFit.
    """
    occasion = session.get(Occasion, occasion_id, with_for_update=True, populate_existing=True)
    if occasion is None:
        raise OccasionNotFound()
    if states and occasion.state not in states:
        raise StateDoesNotFit(detail=REASONS[occasion.state])
    return occasion
