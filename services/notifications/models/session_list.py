"""The dated meetings of an occasion, kept as one value so that two versions of them can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa


@dataclass(frozen=True)
class CourseSession:
    """One meeting: when and where. Equal when nothing that a participant must know differs."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    venue: str

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "CourseSession":
        """From an event's data."""
        starts_at, ends_at = raw["starts_at"].astimezone(UTC), raw["ends_at"].astimezone(UTC)
        return cls(raw["id"], starts_at, ends_at, raw["venue"])

    def to_json(self) -> list[str]:
        """The session as JSON keeps it."""
        return [str(self.id), self.starts_at.isoformat(), self.ends_at.isoformat(), self.venue]

    @classmethod
    def from_json(cls, raw: Sequence[str]) -> "CourseSession":
        """The session that `to_json` wrote."""
        starts_at, ends_at = datetime.fromisoformat(raw[1]), datetime.fromisoformat(raw[2])
        return cls(UUID(raw[0]), starts_at, ends_at, raw[3])


class SessionList(sa.types.TypeDecorator[tuple[CourseSession, ...]]):
    """An occasion's sessions in the order of their start."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(
        self, value: tuple[CourseSession, ...] | None, dialect: sa.Dialect
    ) -> list[list[str]] | None:
        return None if value is None else [session.to_json() for session in value]

    def process_result_value(
        self, value: Any | None, dialect: sa.Dialect
    ) -> tuple[CourseSession, ...] | None:
        return None if value is None else tuple(CourseSession.from_json(raw) for raw in value)


def in_order(raw: Sequence[Mapping[str, Any]]) -> tuple[CourseSession, ...]:
    """An event's sessions as they are kept."""
    sessions = [CourseSession.of(session) for session in raw]
    return tuple(sorted(sessions, key=lambda session: (session.starts_at, str(session.id))))
