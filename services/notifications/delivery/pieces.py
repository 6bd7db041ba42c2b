"""What a message is put together from: plain rows, read and written many at once when it is claimed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notifications.letters.content import Content, Entry, Sessions


@dataclass(slots=True)
class DueMessage:
    """A message of the send queue whose time has come."""

    id: UUID
    template: str
    lane: str
    contact_id: UUID
    occasion_id: UUID | None
    registration_id: UUID | None
    group_id: UUID | None
    event_id: UUID
    message_id: str
    details: dict[str, Any]
    token: str | None
    expires_on: date | None
    state: str
    attempts: int
    due_at: datetime
    give_up_at: datetime
    content: dict[str, Any] | None  # as an earlier try has frozen it


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom it is for."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class OccasionNow:
    """What it is about, as the newest event describes it."""

    id: UUID
    title: str
    state: str
    sessions: Sessions
    reason: str | None
    bring: str | None
    version: int


@dataclass(slots=True)
class RegistrationNow:
    """The registration it is about, and the sessions that its holder was told."""

    id: UUID
    status: str
    version: int
    told: Sessions | None


@dataclass(slots=True)
class GroupNow:
    """The group it is about, and the sessions that its booker was told."""

    id: UUID
    version: int
    told: Sessions | None
    token: str
    unnamed: int  # places that count and have no name


@dataclass(slots=True)
class Pieces:
    """A message with all that is known for it; once claimed also with its content, or why it is moot."""

    message: DueMessage
    contact: Recipient
    occasion: OccasionNow | None
    registration: RegistrationNow | None
    link_token: str | None  # of the registration's or the group's link
    group: GroupNow | None = None
    names: Mapping[str, str] = field(default_factory=dict)  # of the contacts it names, by their id
    content: Content | None = None
    follow_ups: Sequence[Entry] = ()  # what the calendar needs besides, each in a mail of its own
    adjusted: dict[str, str] | None = None  # the office's own words in the reader's language
    why: str | None = None
    queued_at: datetime | None = None  # its place in the queue before it was claimed

    @property
    def status(self) -> str | None:
        """The registration's status now."""
        return self.registration.status if self.registration else None
