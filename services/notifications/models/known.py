"""What this service knows from events: contacts, occasions, registrations, groups and the links to them.

Pieces arrive in any order, so no table refers to another by a foreign key.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base
from services.notifications.models.session_list import CourseSession, SessionList


class Contact(Base):
    """Somebody who can be written to."""

    __tablename__ = "contacts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.Text)
    email: Mapped[str] = mapped_column(sa.Text)
    language: Mapped[str] = mapped_column(sa.String(10))
    # Name and address, case-folded here, since SQLite's lower() leaves Å, Ä and Ö as they are.
    search_text: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int]


class Occasion(Base):
    """An occasion as its newest event describes it."""

    __tablename__ = "occasions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(20))
    sessions: Mapped[tuple[CourseSession, ...]] = mapped_column(SessionList)
    reason: Mapped[str | None] = mapped_column(sa.Text)  # why it was cancelled
    bring: Mapped[str | None] = mapped_column(sa.Text)  # what its participants should bring
    # The registrations of those who were there, once it was held.
    present: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    version: Mapped[int]


class Registration(Base):
    """A registration as its newest event describes it, and what its holder was told last."""

    __tablename__ = "registrations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID | None]  # None for a place of a group that has no name yet
    status: Mapped[str] = mapped_column(sa.String(20))
    group_id: Mapped[UUID | None]  # with which it was registered
    version: Mapped[int]
    # The sessions in the holder's calendar: what differs from the occasion's must be told.
    told: Mapped[tuple[CourseSession, ...] | None] = mapped_column(SessionList)


class ManageLink(Base):
    """The token by which a holder sees or cancels a registration."""

    __tablename__ = "manage_links"

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int]


class Group(Base):
    """A group that was registered together, as its newest event told, and what its booker was told last."""

    __tablename__ = "groups"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID]  # whoever booked for it
    version: Mapped[int]
    # The sessions in the booker's last mail, which count as long as places of it have no name.
    told: Mapped[tuple[CourseSession, ...] | None] = mapped_column(SessionList)


class GroupLink(Base):
    """The token by which a booker sees, names or cancels the places of a group."""

    __tablename__ = "group_links"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(index=True)
    token: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int]
