"""Everything that is registered with one e-mail address, for whoever has shown that they read its mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import (
    Activity,
    Certificate,
    Occasion,
    Participant,
    Party,
    Registration,
    SignIn,
    State,
    Status,
)
from services.registration.queries.held import waiting_position
from shared import clock


@dataclass(frozen=True)
class OwnLine:
    """One registration in the list; `has_certificate` where there is a valid one."""

    contact_id: UUID
    given_name: str
    family_name: str
    id: UUID
    occasion_id: UUID
    status: Status
    position: int | None
    held_until: datetime | None
    title: str
    state: State
    starts_at: datetime
    ends_at: datetime
    has_certificate: bool

    @property
    def name(self) -> str:
        """Of who takes part."""
        return f"{self.given_name} {self.family_name}"

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to come: it has ended, or will not be."""
        return self.status == "cancelled" or self.state == "cancelled" or self.ends_at <= clock.now()


@dataclass(frozen=True)
class OwnPerson:
    """One of those who share the address, with what comes and what has been."""

    name: str
    coming: Sequence[OwnLine]
    earlier: Sequence[OwnLine]


@dataclass(frozen=True)
class OwnGroup:
    """A group that somebody with the address booked."""

    id: UUID
    title: str
    starts_at: datetime
    members: int


def find_sign_in(session: Session, sign_in_id: UUID) -> SignIn | None:
    """A session that is open: its link was used, and its time is not over."""
    return session.scalar(
        sa.select(SignIn).where(
            SignIn.id == sign_in_id, SignIn.token_hash.is_(None), SignIn.expires_at > clock.now()
        )
    )


def list_own(session: Session, email_key: str) -> list[OwnPerson]:
    """The registrations of everybody with this address, person by person."""
    rows = session.execute(
        sa.select(
            Participant.id,
            Participant.given_name,
            Participant.family_name,
            Registration.id,
            Registration.occasion_id,
            Registration.status,
            sa.case((Registration.status == "waiting", waiting_position)),
            Registration.held_until,
            Activity.title,
            Occasion.state,
            Occasion.starts_at,
            Occasion.ends_at,
            Certificate.code.is_not(None),
        )
        .join(Registration, Registration.participant_id == Participant.id)
        .join(Occasion, Occasion.id == Registration.occasion_id)
        .join(Activity, Activity.id == Occasion.activity_id)
        .outerjoin(
            Certificate,
            sa.and_(Certificate.registration_id == Registration.id, Certificate.withdrawn_at.is_(None)),
        )
        .where(Participant.email_key == email_key)
        .order_by(Participant.name_key, Occasion.starts_at)
    )
    lines = [OwnLine(*row) for row in rows]
    return [_person(list(theirs)) for _, theirs in groupby(lines, key=lambda line: line.contact_id)]


def list_own_groups(session: Session, email_key: str) -> list[OwnGroup]:
    """The coming groups that somebody with this address booked."""
    members = (
        sa.select(sa.func.count())
        .where(Registration.party_id == Party.id, Registration.status != "cancelled")
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Party.id, Activity.title, Occasion.starts_at, members)
        .join(Participant, Participant.id == Party.booker_id)
        .join(Occasion, Occasion.id == Party.occasion_id)
        .join(Activity, Activity.id == Occasion.activity_id)
        .where(Participant.email_key == email_key, Occasion.ends_at > clock.now(), members > 0)
        .order_by(Occasion.starts_at)
    )
    return [OwnGroup(*row) for row in rows]


def _person(lines: Sequence[OwnLine]) -> OwnPerson:
    coming = [line for line in lines if not line.is_over]
    earlier = [line for line in reversed(lines) if line.is_over]
    return OwnPerson(lines[0].name, coming, earlier)
