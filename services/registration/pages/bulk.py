"""The same with several participants: cancel them, note that they came, write a note."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from services.registration import operations
from services.registration.operations import office as office_operations
from services.registration.pages.blueprints import office
from services.registration.queries import office as office_queries
from services.registration.queries.enrolments import list_enrolments
from services.registration.schemas.bulk import AttendForm, BulkNoteForm, ChosenForm
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other

Act = Callable[[Session, UUID, dict[str, Any]], object]


def _cancel(session: Session, occasion_id: UUID, given: dict[str, Any]) -> object:
    return office_operations.cancel_chosen(session, occasion_id, given["chosen"])


def _note(session: Session, occasion_id: UUID, given: dict[str, Any]) -> object:
    return office_operations.note_several(session, occasion_id, given["chosen"], given["note"])


def _attend(session: Session, _occasion_id: UUID, given: dict[str, Any]) -> object:
    come, reason = given["chosen"], given["reason"]
    return operations.change_attendance(session, given["session_id"], come=come, reason=reason)


@office.post("/occasions/<uuid:occasion_id>/registrations")
@requires("coordinator")
def choose(occasion_id: UUID) -> ResponseReturnValue:
    """Do something with the ticked participants: ask first, with their names."""
    acts: dict[str, tuple[type[ChosenForm], Act]] = {
        "cancel": (ChosenForm, _cancel),
        "note": (BulkNoteForm, _note),
        "attend": (AttendForm, _attend),
    }
    act = request.form.get("act", "")
    schema, carry_out = acts.get(act, acts["cancel"])
    form = Form(schema)
    here = url_for("office.occasion", occasion_id=occasion_id, _anchor="participants")
    if form.errors.get("chosen") or act not in acts:
        return see_other(here)
    if "confirm" not in request.form:
        form.errors, form.problem = {}, None
        return _page(form, act, occasion_id), 200
    if form.ok:
        try:
            with transaction() as session:
                carry_out(session, occasion_id, form.data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(here)
    return _page(form, act, occasion_id), 422


def _page(form: Form, act: str, occasion_id: UUID) -> str:
    ids = _ids(form.values.get("chosen", []))
    with reading() as session:
        occasion = office_queries.find_office_occasion(session, occasion_id)
        items = list_enrolments(session, occasion_id, ids=ids)
    return render("manage/bulk.html", form=form, act=act, occasion=occasion, items=items)


def _ids(texts: Sequence[str]) -> list[UUID]:
    return [UUID(text) for text in texts]  # the form has read them as ids already
