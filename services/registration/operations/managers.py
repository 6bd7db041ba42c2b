"""The manager who approves a place: whether one is asked, and who."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion
from services.registration.problems import ManagerIsNeeded


def manager_to_ask(
    session: Session, occasion_id: UUID, new: Mapping[str, Any], by_office: bool
) -> Mapping[str, Any] | None:
    """The manager that a registration names, where the occasion wants one; read without its lock.

    People are remembered before the occasion is locked, always in this order: whoever waits for a person
    must not make the whole queue wait, nor wait for it in a circle.
    """
    manager = None if by_office else new.get("manager")
    if not manager:
        return None
    wanted = sa.select(Occasion.needs_approval).where(Occasion.id == occasion_id)
    return manager if session.scalar(wanted) else None


def check_manager(occasion: Any, manager: Any, by_office: bool) -> None:
    """Make sure that there is somebody to ask. Raises ManagerIsNeeded."""
    if occasion.needs_approval and not manager and not by_office:
        raise ManagerIsNeeded(errors={"manager.email": [ManagerIsNeeded.title]})
