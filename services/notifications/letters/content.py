"""What one e-mail says: all facts in it, gathered at the moment it goes out, without any secret."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from services.notifications.letters.digest import Digest
from services.notifications.models import CourseSession

Method = Literal["REQUEST", "CANCEL"]
Sessions = tuple[CourseSession, ...]


class Entry(NamedTuple):
    """A session that a calendar is asked to show as it is now, or to show no longer."""

    method: Method
    session: CourseSession


class Member(NamedTuple):
    """One place of a group: whose, if it has a name, and what it is."""

    name: str | None
    status: str
    position: int | None


@dataclass(frozen=True, kw_only=True)
class Content:
    """The facts; `calendar` is what the calendar part asks for, None where the mail has none."""

    name: str
    email: str
    language: str
    title: str
    occasion_id: UUID | None = None
    registration_id: UUID | None = None
    sessions: Sessions = ()
    removed: Sessions = ()  # as the reader knew them, and as they no longer are
    calendar: Entry | None = None
    sequence: int = 0  # rises with every mail about the registration (RFC 5545, 3.8.7.4)
    position: int | None = None
    by: str | None = None
    reason: str | None = None
    closes_on: date | None = None
    expires_at: datetime | None = None  # until when an answer counts, or a link works
    in_group: bool | None = None  # registered by somebody else, together with others
    participant: str | None = None  # whom a manager is asked about, with workplace and role
    workplace: str | None = None
    role: str | None = None
    members: tuple[Member, ...] = ()  # what whoever booked for a group is told
    subject: str | None = None  # of what a coordinator has written, as it was typed
    message: str | None = None
    adjusted: dict[str, str] | None = None  # words of the office's own, by the part of the e-mail
    unnamed: int | None = None  # how many places of the group have no name
    reminder: int | None = None  # its number, counted from one
    source: str | None = None  # where the address of somebody who gets a survey came from
    bring: str | None = None  # what to bring, where the mail tells it
    digest: Digest | None = None
    period: str | None = None  # of a report, as 2026-T1

    @property
    def first_name(self) -> str:
        """The name in the greeting."""
        return self.name.split()[0] if self.name.split() else ""

    def to_json(self) -> dict[str, Any]:
        """The content as the message's row keeps it."""
        return {
            **{key: _plain(value) for key, value in vars(self).items() if value is not None},
            "sessions": [session.to_json() for session in self.sessions],
            "removed": [session.to_json() for session in self.removed],
            "members": [list(member) for member in self.members],
            "digest": self.digest.to_json() if self.digest else None,
            "calendar": [self.calendar.method, self.calendar.session.to_json()] if self.calendar else None,
        }

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> "Content":
        """The content that `to_json` wrote, also by an older version of this class."""
        known = {field.name for field in fields(cls)}
        values = {key: value for key, value in raw.items() if key in known}
        for key in ("sessions", "removed"):
            values[key] = tuple(CourseSession.from_json(item) for item in raw.get(key, ()))
        values["calendar"] = _entry(raw.get("calendar"))
        for key in ("occasion_id", "registration_id"):
            values[key] = UUID(raw[key]) if raw.get(key) else None
        values["members"] = tuple(Member(*item) for item in raw.get("members", ()))
        values["digest"] = Digest.from_json(raw["digest"]) if raw.get("digest") else None
        closes_on, expires_at = raw.get("closes_on"), raw.get("expires_at")
        values["closes_on"] = date.fromisoformat(closes_on) if closes_on else None
        values["expires_at"] = datetime.fromisoformat(expires_at) if expires_at else None
        return cls(**values)


def _entry(raw: Any) -> Entry | None:
    return Entry(raw[0], CourseSession.from_json(raw[1])) if isinstance(raw, list) else None


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
