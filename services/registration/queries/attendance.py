"""Finding who is expected and who is here: at the door, on the printed list, and what is yet to be noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from services.registration.models import CourseSession, Occasion, Participant, Registration
from services.registration.operations.participants import person_keys
from services.registration.queries.participation import as_in_swedish
from shared import clock


@dataclass(frozen=True)
class Expected:
    """Somebody with a place; `name` is None where a group has yet to name them."""

    id: UUID
    name: str | None
    is_protected: bool
    workplace: str
    municipality: str
    district: str | None

    def is_like(self, words: str) -> bool:
        """Whether every word is found in the name or the workplace."""
        text = f"{self.name or ''} {self.workplace}".casefold()
        return all(word in text for word in words.casefold().split())


def list_expected(session: Session, occasion_id: UUID, *, names_only: bool = False) -> list[Expected]:
    """Everybody with a place on the occasion, by family name, the unnamed last; or their names alone."""
    rows = session.execute(
        sa.select(Registration, Participant)
        .outerjoin(Registration.participant)
        .where(Registration.occasion_id == occasion_id, Registration.status == "confirmed")
    ).all()
    found = [_expected(*row) for row in sorted(rows, key=_by_name)]
    if names_only:
        return [replace(item, workplace="", municipality="", district=None) for item in found]
    return found


def places_of(session: Session, occasion_id: UUID, email: str) -> list[Registration]:
    """The registrations with a place on the occasion whose participants have this e-mail address."""
    key = person_keys({"given_name": "", "family_name": "", "email": email})["email_key"]
    rows = session.scalars(
        sa.select(Registration)
        .join(Registration.participant)
        .options(contains_eager(Registration.participant))
        .where(
            Registration.occasion_id == occasion_id,
            Registration.status == "confirmed",
            Participant.email_key == key,
        )
        .order_by(Participant.name_key)
    )
    return list(rows)


def sessions_without_attendance(session: Session, limit: int = 200) -> Sequence[CourseSession]:
    """The sessions of open occasions that have ended without attendance being noted, oldest first."""
    return session.scalars(
        sa.select(CourseSession)
        .join(CourseSession.occasion)
        .options(contains_eager(CourseSession.occasion).joinedload(Occasion.activity))
        .where(
            Occasion.state == "published",
            CourseSession.ends_at <= clock.now(),
            CourseSession.recorded_at.is_(None),
        )
        .order_by(CourseSession.starts_at)
        .limit(limit)
    ).all()


def _expected(registration: Registration, person: Participant | None) -> Expected:
    return Expected(
        id=registration.id,
        name=person.shown_name if person else None,
        is_protected=bool(person and person.is_protected),
        workplace=registration.workplace,
        municipality=registration.municipality,
        district=registration.district,
    )


def _by_name(row: sa.Row[Registration, Participant | None]) -> tuple[bool, str, str]:
    registration, person = row
    if person is None or person.is_protected:
        return True, "", str(registration.id)  # an order by name would tell it
    return False, as_in_swedish(person.family_name), as_in_swedish(person.given_name)
