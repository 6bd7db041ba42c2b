"""Registrations and attendance by API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request

from services.registration import operations, participant_files, problems, queries, schemas
from services.registration.counter import registering
from services.registration.models import Registration, Status
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, public, raises, requires, staff
from shared.web.problems import TooManyTries

blueprint = ApiBlueprint("registration", "participation", description="Registrations and attendance")

PAGE_SIZE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALL: tuple[Status, ...] = ("confirmed", "waiting", "cancelled")
FILE = {"type": "string", "format": "binary"}


@blueprint.post("/occasions/<uuid:occasion_id>/registrations")
@public
@blueprint.arguments(schemas.NewParticipant)
@blueprint.response(201, schemas.RegistrationReceipt)
@raises(
    problems.OccasionNotFound,
    problems.RegistrationIsClosed,
    problems.WaitingListIsFull,
    problems.AlreadyRegistered,
    TooManyTries,
)
def register_participant(new: dict[str, Any], occasion_id: UUID) -> operations.Receipt:
    """Register a participant, who gets a place or a place on the waiting list."""
    with registering() as session:
        return operations.register_participant(session, occasion_id, new)


@blueprint.get("/occasions/<uuid:occasion_id>/registrations")
@requires("coordinator")
@blueprint.arguments(schemas.RegistrationQuery, location="query")
@blueprint.response(200, page_schema(schemas.RegistrationView))
@raises(problems.OccasionNotFound)
def list_registrations(wanted: dict[str, Any], occasion_id: UUID) -> Mapping[str, Any]:
    """The participants with their needs: those with a place by name, the queue, the cancelled."""
    found = _participations(occasion_id, *([wanted["status"]] if "status" in wanted else ()))
    first = (wanted["page"] - 1) * PAGE_SIZE
    pages = max(1, -(-len(found) // PAGE_SIZE))
    return page_of(found[first : first + PAGE_SIZE], len(found), wanted["page"], pages)


@blueprint.get("/occasions/<uuid:occasion_id>/registrations.csv")
@requires("coordinator")
@blueprint.response(200, FILE, content_type="text/csv")
@raises(problems.OccasionNotFound)
def list_registrations_as_csv(occasion_id: UUID) -> Response:
    """The whole list as CSV (RFC 4180, UTF-8), in codes."""
    text = participant_files.as_csv(_participations(occasion_id))
    return _file(text, "text/csv; charset=utf-8", f"{occasion_id}.csv")


@blueprint.get("/occasions/<uuid:occasion_id>/registrations.xlsx")
@requires("coordinator")
@blueprint.response(200, FILE, content_type=XLSX)
@raises(problems.OccasionNotFound)
def list_registrations_as_xlsx(occasion_id: UUID) -> Response:
    """The whole list as a workbook, in the reader's language."""
    return _file(participant_files.as_xlsx(_participations(occasion_id)), XLSX, f"{occasion_id}.xlsx")


@blueprint.post("/registrations/<uuid:registration_id>/cancel")
@public
@blueprint.arguments(schemas.HolderProof)
@blueprint.response(200, schemas.RegistrationStatus)
@raises(
    problems.NotTheHolder,
    problems.RegistrationNotFound,
    problems.AlreadyCancelled,
    problems.OccasionHasBegun,
    problems.ParticipantHasAttended,
)
def cancel_registration(proof: dict[str, str], registration_id: UUID) -> Registration:
    """Cancel a registration; the next in the queue moves up.

    For coordinators, and for the holder, who gives the manage link's token in the body or as bearer token.
    """
    caller = staff()
    by_office = caller is not None and caller.role in ("coordinator", "admin")
    with transaction() as session:
        if not by_office:
            operations.check_holder(session, registration_id, proof.get("token") or _bearer())
        return operations.cancel_registration(
            session, registration_id, "coordinator" if by_office else "participant"
        )


@blueprint.put("/sessions/<uuid:session_id>/attendance")
@requires("coordinator")
@blueprint.arguments(schemas.AttendanceList)
@blueprint.response(200, schemas.AttendanceView)
@raises(problems.SessionNotFound, problems.StateDoesNotFit, problems.NotAParticipant)
def record_attendance(attendance: dict[str, list[UUID]], session_id: UUID) -> Mapping[str, Any]:
    """Note who was present at a session: the whole list, as often as needed."""
    with transaction() as session:
        kept = operations.record_attendance(session, session_id, attendance["present"])
        present = sorted(set(attendance["present"]))
        return {"session_id": session_id, "recorded_at": kept.recorded_at, "present": present}


def _participations(occasion_id: UUID, *statuses: Status) -> list[queries.Participation]:
    with reading() as session:
        queries.find_occasion(session, occasion_id)
        return queries.list_participations(session, occasion_id, statuses or ALL)


def _file(content: str | bytes, kind: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, content_type=kind, headers={"Content-Disposition": disposition})


def _bearer() -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
