"""The metadata that all tables of the reporting service belong to."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db import NAMING, UtcDateTime


class Base(DeclarativeBase):
    """Ancestor of the service's models."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: UtcDateTime, list[dict[str, Any]]: JSON}
