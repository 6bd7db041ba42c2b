"""Retention carried out: what the rules no longer let us keep is deleted, and the audit log says how much."""

from datetime import timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Need, Occasion, Registration
from services.registration.operations.erasing import erase_person
from services.registration.operations.requests import forget_exports
from services.registration.problems import PersonHasDuties, PersonIsErased
from services.registration.queries.retention import idle_persons
from shared import clock
from shared.audit import note
from shared.service import service, transaction

BATCH = 50


def carry_out_retention() -> bool:
    """Delete what is due; returns whether more may be."""
    with transaction() as session:
        needs, exports = forget_needs(session), forget_exports(session)
        if needs or exports:
            note(session, "retention.carried_out", "registration", needs=needs, exports=exports)
    with transaction() as session:
        chosen = idle_persons(session, BATCH)
    for person_id in chosen:
        with transaction() as session:  # each by itself, so that no occasion is held for many
            try:
                erase_person(session, person_id)
            except (PersonIsErased, PersonHasDuties):  # another worker, or the office, was faster
                continue
    return len(chosen) == BATCH


def forget_needs(session: Session) -> int:
    """Delete the needs of occasions that are long over; returns how many."""
    before = clock.now() - timedelta(days=service().settings.needs_kept_days)
    over = (
        sa.select(Registration.id)
        .join(Occasion, Occasion.id == Registration.occasion_id)
        .where(Occasion.ends_at < before)
    )
    done = session.execute(
        sa.delete(Need).where(Need.registration_id.in_(over)),
        execution_options={"synchronize_session": False},
    )
    return cast("sa.CursorResult[object]", done).rowcount
