"""The declarative base of the notifications service's tables."""

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from shared.db import NAMING


class Base(DeclarativeBase):
    """All tables of this service hang here."""

    metadata = sa.MetaData(naming_convention=NAMING)
