"""Who represents each place, as registration last told: mandates and their days, no persons."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base


class RepresentedPlace(Base):
    """A municipality or a city district that has had a mandate; the place is a code, or code/district."""

    __tablename__ = "represented_places"

    place: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    municipality: Mapped[str]
    district: Mapped[str | None]


class Mandate(Base):
    """How long somebody represents a place; `kind` is cka, or competence for a unit."""

    __tablename__ = "mandates"

    place: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]  # the last day; None: until further notice
