"""Finding registrations: by the holder's link, and as the coordinator's list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Attendance, CourseSession, Need, Participant, Registration, Status
from services.registration.operations.registering import token_hash
from services.registration.problems import RegistrationNotFound

_HELD = (
    sa.select(Registration)
    .where(Registration.manage_token_hash == sa.bindparam("token_hash"))
    .options(joinedload(Registration.participant, innerjoin=True))
)


@dataclass(frozen=True)
class Participation:
    """One line of the coordinator's list."""

    id: UUID
    status: Status
    position: int | None
    given_name: str
    family_name: str
    email: str
    municipality: str
    district: str | None
    workplace: str
    employer: str
    side: str
    role: str
    needs: str
    registered_at: datetime
    attended: int


def find_registration(session: Session, registration_id: UUID) -> Registration:
    """A registration with its person, by its id. Raises RegistrationNotFound."""
    registration = session.get(
        Registration, registration_id, options=[joinedload(Registration.participant, innerjoin=True)]
    )
    if registration is None:
        raise RegistrationNotFound()
    return registration


def find_held_registration(session: Session, token: str) -> Registration:
    """The registration whose holder has this token, with its person. Raises RegistrationNotFound."""
    registration = session.scalar(_HELD, {"token_hash": token_hash(token)})
    if registration is None:
        raise RegistrationNotFound()
    return registration


def position(session: Session, registration: Registration) -> int | None:
    """The persons ahead in the queue plus one; None for whoever does not wait."""
    if registration.status != "waiting":
        return None
    ahead = sa.select(sa.func.count()).where(
        Registration.occasion_id == registration.occasion_id,
        Registration.status == "waiting",
        Registration.queue_number < registration.queue_number,
    )
    return (session.scalar(ahead) or 0) + 1


def count_present(session: Session, occasion_id: UUID) -> dict[UUID, int]:
    """How many were present at each session that has attendance noted."""
    rows = session.execute(
        sa.select(CourseSession.id, sa.func.count(Attendance.registration_id))
        .outerjoin(Attendance, Attendance.session_id == CourseSession.id)
        .where(CourseSession.occasion_id == occasion_id, CourseSession.recorded_at.is_not(None))
        .group_by(CourseSession.id)
    )
    return dict(rows.all())


def list_participations(
    session: Session, occasion_id: UUID, statuses: Sequence[Status] = ("confirmed", "waiting", "cancelled")
) -> list[Participation]:
    """The coordinator's list: those with a place by name, then the queue in its order, then the cancelled."""
    attended = (
        sa.select(sa.func.count())
        .where(Attendance.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Registration, Participant, Need.text, attended)
        .join(Registration.participant)
        .outerjoin(Registration.need)
        .where(Registration.occasion_id == occasion_id)
        .order_by(Registration.queue_number)
    ).all()
    by_status: dict[str, list[Participation]] = {status: [] for status in statuses}
    for registration, participant, needs, count in rows:
        if (group := by_status.get(registration.status)) is not None:
            group.append(_participation(registration, participant, needs or "", count, len(group) + 1))
    return list(_in_order(by_status))


def _in_order(by_status: dict[str, list[Participation]]) -> Iterator[Participation]:
    for status, group in by_status.items():
        yield from group if status == "waiting" else sorted(group, key=_by_name)


def _by_name(item: Participation) -> tuple[str, str]:
    return _as_in_swedish(item.family_name), _as_in_swedish(item.given_name)


def _as_in_swedish(name: str) -> str:
    # Å, Ä and Ö come last, in this order: the three signs that follow z
    return name.casefold().translate(str.maketrans("åäö", "{|}"))


def _participation(
    registration: Registration, participant: Participant, needs: str, attended: int, place: int
) -> Participation:
    return Participation(
        id=registration.id,
        status=registration.status,
        position=place if registration.status == "waiting" else None,
        given_name=participant.given_name,
        family_name=participant.family_name,
        email=participant.email,
        municipality=registration.municipality,
        district=registration.district,
        workplace=registration.workplace,
        employer=registration.employer,
        side=registration.side,
        role=registration.role,
        needs=needs,
        registered_at=registration.registered_at,
        attended=attended,
    )
