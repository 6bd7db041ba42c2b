"""Who cannot be forgotten yet: people represent places, teach, and are named where occasions are to come."""

from typing import Any

import sqlalchemy as sa

from services.registration.models import Lecturer, Occasion, Representative
from shared import clock


def has_duties(contact_id: Any) -> sa.ColumnElement[bool]:
    """Whether a contact, given by its id or by a column, has a mandate that lasts or comes, or teaches.

    Registering, booking for others and approving are no duties: they are activity, which keeps a person too.
    """
    mandate = sa.exists().where(
        Representative.contact_id == contact_id,
        sa.or_(Representative.to_on.is_(None), Representative.to_on >= clock.today()),
    )
    listed = sa.exists().where(Lecturer.contact_id == contact_id, Lecturer.is_active)
    # One who was taken off the list may still have been promised to an occasion.
    teaching = sa.exists().where(
        Occasion.lecturer_contact_id == contact_id,
        Occasion.state.in_(("draft", "published")),
        Occasion.ends_at > clock.now(),
    )
    return sa.or_(mandate, listed, teaching)
