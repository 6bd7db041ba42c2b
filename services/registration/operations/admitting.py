"""One person has one living registration on an occasion."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Registration
from services.registration.operations.caveats import Candidate, field_of
from services.registration.problems import AlreadyRegistered, PersonIsRegistered


def admit(
    session: Session,
    occasion_id: UUID,
    candidates: Sequence[Candidate],
    refusal: type[AlreadyRegistered] = PersonIsRegistered,
) -> None:
    """Refuse whoever is registered on the occasion already. The caller holds it.

    Raises AlreadyRegistered or, to whoever registers others, PersonIsRegistered; with the row in a group.
    """
    known = [item.contact_id for item in candidates if item.contact_id and not item.is_new]
    if not known:
        return
    there = set(
        session.scalars(
            sa.select(Registration.participant_id).where(
                Registration.occasion_id == occasion_id,
                Registration.participant_id.in_(known),
                Registration.status != "cancelled",
            )
        )
    )
    rows = [item.row for item in candidates if item.contact_id in there]
    if rows:
        raise refusal(errors={field_of("email", row): [refusal.title] for row in rows if row is not None})
