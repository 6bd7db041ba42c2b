"""Occasions whose rule asks nobody: noted, so that the office sees why there is no evaluation."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import UnaskedOccasion
from services.evaluation.operations.planning import description
from shared.envelope import Event


def note_if_unasked(session: Session, completed: Event, *, is_asked: bool) -> None:
    """Note an occasion that has no evaluation; a corrected one may have got one, and is noted no more."""
    occasion_id = UUID(completed.subject)
    if is_asked:
        mine = sa.delete(UnaskedOccasion).where(UnaskedOccasion.occasion_id == occasion_id)
        session.execute(mine, execution_options={"synchronize_session": False})
        return
    said = description(completed)
    names = ("activity_id", "title", "kind", "form", "held_on")
    noted = {name: said[name] for name in names} | {"present": len(completed["present"])}
    session.merge(UnaskedOccasion(occasion_id=occasion_id, **noted))
