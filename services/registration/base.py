"""The declarative base that every model of the registration service stands on."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db import NAMING


class Base(DeclarativeBase):
    """One metadata for the service, with constraint names that are the same on both databases."""

    metadata = MetaData(naming_convention=NAMING)
