"""A group, as its booker sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Occasion, Participant, Party, Registration, Status
from services.registration.problems import GroupNotFound
from shared.auth.tokens import fingerprint


@dataclass(frozen=True)
class Member:
    """One place of a group; `participant` is None until it is named."""

    registration: Registration
    position: int | None

    @property
    def id(self) -> UUID:
        """The registration's id."""
        return self.registration.id

    @property
    def participant(self) -> Participant | None:
        """Who takes the place."""
        return self.registration.participant

    @property
    def status(self) -> Status:
        """Where it stands."""
        return self.registration.status

    @property
    def role(self) -> str:
        """The role that the place was registered with."""
        return self.registration.role

    @property
    def held_until(self) -> datetime | None:
        """When an offered or held place is given to the next."""
        return self.registration.held_until

    @property
    def given_name(self) -> str | None:
        """Of who takes the place."""
        return self.participant.given_name if self.participant else None

    @property
    def family_name(self) -> str | None:
        """Of who takes the place."""
        return self.participant.family_name if self.participant else None

    @property
    def email(self) -> str | None:
        """Of who takes the place."""
        return self.participant.email if self.participant else None


@dataclass(frozen=True)
class Group:
    """A group with its occasion, its booker and all its places, also those given up."""

    id: UUID
    occasion: Occasion
    booker: Participant
    members: Sequence[Member]

    @property
    def occasion_id(self) -> UUID:
        """The occasion's id."""
        return self.occasion.id


def find_party(session: Session, token: str) -> Group:
    """The group whose booker has this token. Raises GroupNotFound."""
    return _group(session, Party.manage_token_hash == fingerprint(token))


def find_group(session: Session, party_id: UUID) -> Group:
    """A group by its id. Raises GroupNotFound."""
    return _group(session, Party.id == party_id)


def find_bookers_group(session: Session, party_id: UUID, email_key: str) -> Group:
    """A group that somebody with this e-mail address booked. Raises GroupNotFound."""
    theirs = sa.select(Participant.id).where(Participant.email_key == email_key)
    return _group(session, sa.and_(Party.id == party_id, Party.booker_id.in_(theirs)))


def _group(session: Session, condition: sa.ColumnElement[bool]) -> Group:
    party = session.scalar(sa.select(Party).where(condition))
    if party is None:
        raise GroupNotFound()
    rows = session.scalars(
        sa.select(Registration)
        .where(Registration.party_id == party.id)
        .options(joinedload(Registration.participant))
        .order_by(Registration.queue_number)
    ).all()
    first = _persons_ahead(session, rows)
    waiting = [row.id for row in rows if row.status == "waiting"]
    members = [Member(row, first + waiting.index(row.id) if row.id in waiting else None) for row in rows]
    occasion = session.get_one(
        Occasion, party.occasion_id, options=[joinedload(Occasion.activity), joinedload(Occasion.sessions)]
    )
    return Group(party.id, occasion, session.get_one(Participant, party.booker_id), members)


def _persons_ahead(session: Session, rows: Sequence[Registration]) -> int:
    """The place in the queue of the group's first member who waits: a group stands together."""
    waiting = [row for row in rows if row.status == "waiting"]
    if not waiting:
        return 1
    ahead = sa.select(sa.func.count()).where(
        Registration.occasion_id == waiting[0].occasion_id,
        Registration.status == "waiting",
        Registration.queue_number < waiting[0].queue_number,
    )
    return 1 + (session.scalar(ahead) or 0)
