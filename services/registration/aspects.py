"""What reporting must agree on with registration: occasions, registrations, attendance and mandates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from services.registration.models import Attendance, CourseSession, Occasion, Registration, Representative
from services.registration.operations.states import FACTS
from shared.digests import Aspect, Line, by_id, fingerprint, ids


def _occasions(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    found = session.scalars(
        sa.select(Occasion)
        .where(Occasion.id.in_(ids(groups)), Occasion.state != "draft")
        .options(selectinload(Occasion.sessions))
    )
    for occasion in found:
        sessions = [[item.id, item.starts_at, item.ends_at, item.venue] for item in occasion.sessions]
        state = {
            "state": occasion.state,
            "places": occasion.places,
            "lecturer": occasion.lecturer_contact_id and fingerprint(occasion.lecturer_contact_id),
            "closes_at": occasion.registration_closes_at,
            "sessions": fingerprint(sorted(sessions, key=lambda item: str(item[0]))),
        }
        yield Line(str(occasion.id), str(occasion.id), occasion.version, state)


def _registrations(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    row = Registration
    columns = (row.occasion_id, row.id, row.version, row.status, row.participant_id)
    facts = [getattr(row, name) for name in FACTS]
    for found in session.execute(sa.select(*columns, *facts).where(row.occasion_id.in_(ids(groups)))):
        state = {name: getattr(found, name) for name in ("status", *FACTS)}
        state["person"] = found.participant_id and fingerprint(found.participant_id)
        yield Line(str(found.occasion_id), str(found.id), found.version, state)


def _attendance(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = CourseSession.occasion_id.in_(ids(groups)) & CourseSession.recorded_at.is_not(None)
    present = _present(session, mine)
    for item in session.scalars(sa.select(CourseSession).where(mine)):
        minutes = round((item.ends_at - item.starts_at).total_seconds() / 60)
        state = {"minutes": minutes, "present": sorted(map(str, present[item.id]))}
        yield Line(str(item.occasion_id), str(item.id), item.version, state)


def _present(session: Session, mine: sa.ColumnElement[bool]) -> dict[UUID, list[UUID]]:
    rows = session.execute(
        sa.select(Attendance.session_id, Attendance.registration_id)
        .join(CourseSession, CourseSession.id == Attendance.session_id)
        .where(mine)
    )
    present: dict[Any, list[UUID]] = defaultdict(list)
    for session_id, registration_id in rows:
        present[session_id].append(registration_id)
    return present


def _mandates(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = sa.select(Representative).where(Representative.municipality.in_(groups))
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in session.scalars(mine):
        place = f"{row.municipality}/{row.district}" if row.district else row.municipality
        held[row.municipality, place].append(f"{row.kind} {row.from_on}–{row.to_on or ''}")
    for (municipality, place), mandates in held.items():
        yield Line(municipality, place, 0, {"mandates": sorted(mandates)})


ASPECTS = {
    "occasions": Aspect(by_id(Occasion.id, Occasion.state != "draft"), _occasions),
    "registrations": Aspect(by_id(Registration.occasion_id), _registrations),
    "attendance": Aspect(
        by_id(CourseSession.occasion_id, CourseSession.recorded_at.is_not(None)), _attendance
    ),
    "mandates": Aspect(by_id(Representative.municipality), _mandates),
}
