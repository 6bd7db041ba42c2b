"""The metadata that all tables of the evaluation service belong to."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db import NAMING


class Base(DeclarativeBase):
    """Ancestor of the service's models."""

    metadata = MetaData(naming_convention=NAMING)
