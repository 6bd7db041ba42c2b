"""Whether anything is known by what a filter names."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import Occasion
from shared.region import Region


def area(session: Session, region: Region, name: str) -> bool:
    """An area that the region has or had, or that an occasion is in since it was called so."""
    return name in (*region.areas, *region.closed_areas) or _has_occasion(session, Occasion.area == name)


def activity(session: Session, activity_id: UUID) -> bool:
    """An activity that has an occasion."""
    return _has_occasion(session, Occasion.activity_id == activity_id)


def lecturer(session: Session, contact_id: UUID) -> bool:
    """A lecturer that an occasion names."""
    return _has_occasion(session, Occasion.lecturer_contact_id == contact_id)


def _has_occasion(session: Session, condition: sa.ColumnElement[bool]) -> bool:
    query: sa.Select[Any] = sa.select(sa.exists().where(condition))
    return bool(session.scalar(query))
