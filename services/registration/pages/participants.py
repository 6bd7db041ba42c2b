"""The office's pages about one participant's registration."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries
from services.registration.pages.blueprints import office
from shared.service import reading, transaction
from shared.web import render, requires, see_other


@office.get("/registrations/<uuid:registration_id>/cancel")
@requires("coordinator")
def cancel_registration(registration_id: UUID) -> str:
    """Ask once more before somebody loses a place."""
    with reading() as session:
        found = queries.find_registration(session, registration_id)
        occasion = queries.find_occasion(session, found.occasion_id)
    return render("manage/cancel_registration.html", registration=found, occasion=occasion)


@office.post("/registrations/<uuid:registration_id>/cancel")
@requires("coordinator")
def cancel_registration_now(registration_id: UUID) -> ResponseReturnValue:
    """Cancel a registration; the next in the queue moves up."""
    with transaction() as session:
        ended = operations.cancel_registration(session, registration_id, "coordinator")
    return see_other(url_for("office.occasion", occasion_id=ended.occasion_id, _anchor="participants"))
