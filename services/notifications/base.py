"""The declarative base of the notifications service's tables."""

from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from shared.db import NAMING


class Base(DeclarativeBase):
    """All tables of this service hang here."""

    metadata = sa.MetaData(naming_convention=NAMING)


def table_of(model: type[Base]) -> sa.Table:
    """The table of a model, for statements that carry many rows past the session's bookkeeping."""
    return cast(sa.Table, model.__table__)
