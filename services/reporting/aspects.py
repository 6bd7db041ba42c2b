"""What reporting keeps of its neighbours' facts, in the words in which they tell it themselves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import (
    FACTS,
    Attendance,
    AttendanceSheet,
    EvaluationCount,
    Mandate,
    Occasion,
    OccasionResult,
    OccasionSession,
    Registration,
    RepresentedPlace,
    TertialResult,
)
from shared.digests import Aspect, Line, by_id, fingerprint, ids


def _occasions(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    meetings: dict[UUID, list[Any]] = defaultdict(list)
    for item in session.scalars(
        sa.select(OccasionSession).where(OccasionSession.occasion_id.in_(ids(groups)))
    ):
        meetings[item.occasion_id].append([item.id, item.starts_at, item.ends_at, item.venue])
    for occasion in session.scalars(sa.select(Occasion).where(Occasion.id.in_(ids(groups)))):
        state = {
            "state": occasion.state,
            "places": occasion.places,
            "lecturer": occasion.lecturer_contact_id and fingerprint(occasion.lecturer_contact_id),
            "closes_at": occasion.closes_at,
            "sessions": fingerprint(sorted(meetings[occasion.id], key=lambda item: str(item[0]))),
        }
        yield Line(str(occasion.id), str(occasion.id), occasion.version, state)


def _registrations(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    row = Registration
    columns = (row.occasion_id, row.id, row.version, row.status, row.contact_id)
    facts = [getattr(row, name) for name in FACTS]
    for found in session.execute(sa.select(*columns, *facts).where(row.occasion_id.in_(ids(groups)))):
        state = {name: getattr(found, name) for name in ("status", *FACTS)}
        state["person"] = found.contact_id and fingerprint(found.contact_id)
        yield Line(str(found.occasion_id), str(found.id), found.version, state)


def _attendance(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = AttendanceSheet.occasion_id.in_(ids(groups))
    rows = session.execute(
        sa.select(Attendance.session_id, Attendance.registration_id)
        .join(AttendanceSheet, AttendanceSheet.session_id == Attendance.session_id)
        .where(mine)
    )
    present: dict[UUID, list[UUID]] = defaultdict(list)
    for session_id, registration_id in rows:
        present[session_id].append(registration_id)
    for sheet in session.scalars(sa.select(AttendanceSheet).where(mine)):
        state = {"minutes": sheet.minutes, "present": sorted(map(str, present[sheet.session_id]))}
        yield Line(str(sheet.occasion_id), str(sheet.session_id), sheet.version, state)


def _responses(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = sa.select(EvaluationCount).where(EvaluationCount.evaluation_id.in_(ids(groups)))
    for row in session.scalars(mine):
        counts = {"invited": row.invited, "answered": row.answered}
        state = {"occasion": row.occasion_id, "state": row.state, **counts}
        yield Line(str(row.evaluation_id), str(row.evaluation_id), row.version, state)


def _occasion_results(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = sa.select(OccasionResult).where(OccasionResult.evaluation_id.in_(ids(groups)))
    for row in session.scalars(mine):
        state = {"occasion": row.occasion_id, "questions": fingerprint(row.questions)}
        yield Line(str(row.evaluation_id), str(row.evaluation_id), row.version, state)


def _tertial_results(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    mine = sa.select(TertialResult).where(TertialResult.tertial.in_(groups))
    for row in session.scalars(mine):
        yield Line(row.tertial, row.tertial, row.version, {"cuts": fingerprint(row.cuts)})


def _mandates(session: Session, groups: Sequence[str]) -> Iterable[Line]:
    rows = session.execute(
        sa.select(Mandate, RepresentedPlace.municipality, RepresentedPlace.version)
        .join(RepresentedPlace, RepresentedPlace.place == Mandate.place)
        .where(RepresentedPlace.municipality.in_(groups))
    )
    held: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for row, municipality, version in rows:
        held[municipality, row.place, version].append(f"{row.kind} {row.from_on}–{row.to_on or ''}")
    for (municipality, place, version), mandates in held.items():
        yield Line(municipality, place, version, {"mandates": sorted(mandates)})


ASPECTS = {
    "occasions": Aspect(by_id(Occasion.id), _occasions),
    "registrations": Aspect(by_id(Registration.occasion_id), _registrations),
    "attendance": Aspect(by_id(AttendanceSheet.occasion_id), _attendance),
    "mandates": Aspect(by_id(RepresentedPlace.municipality), _mandates),
    "responses": Aspect(by_id(EvaluationCount.evaluation_id), _responses),
    "occasion_results": Aspect(by_id(OccasionResult.evaluation_id), _occasion_results),
    "tertial_results": Aspect(by_id(TertialResult.tertial), _tertial_results),
}
