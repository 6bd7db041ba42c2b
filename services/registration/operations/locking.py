"""The lock under which places, queue and state of an occasion change: its row."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration, State
from services.registration.problems import OccasionNotFound, RegistrationNotFound, StateDoesNotFit
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


def locked_registration(session: Session, registration_id: UUID) -> tuple[Occasion, Registration]:
    """A registration with its occasion, which is held. Raises RegistrationNotFound."""
    occasion_id = session.scalar(
        sa.select(Registration.occasion_id).where(Registration.id == registration_id)
    )
    if occasion_id is None:
        raise RegistrationNotFound()
    occasion = locked_occasion(session, occasion_id)
    # Read only now: what stood in the row before the lock may have changed meanwhile.
    return occasion, session.get_one(Registration, registration_id, populate_existing=True)
