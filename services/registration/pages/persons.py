"""The office's pages about one person: what is known, a copy of it, erasure, and a protected identity."""

from typing import Any
from uuid import UUID

import orjson
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.models import Participant
from services.registration.operations.erasing import erase_person as erase
from services.registration.operations.exporting import request_export
from services.registration.operations.protecting import reveal_person, set_protected
from services.registration.operations.reachability import correct_address
from services.registration.pages.blueprints import office
from services.registration.problems import PersonIsErased
from services.registration.queries import persons
from services.registration.queries.reachability import find_trouble
from services.registration.schemas.person_forms import PersonForm
from services.registration.words.persons import label, service_names, value_text
from services.registration.words.standing import status_names, trouble_names
from shared.audit import note
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other
from shared.web.lists import wanted_page

_WRITTEN = ("given_name", "family_name", "email")


@office.get("/persons")
@requires("coordinator")
def list_persons() -> str:
    """Search for a person by name or address."""
    text = request.args.get("q", "")[:100].strip()
    number = wanted_page()
    with reading() as session:
        page = persons.find_persons(session, text, number) if text else None
    return render("manage/persons.html", text=text, page=page)


@office.get("/persons/<uuid:person_id>")
@requires("coordinator")
def person(person_id: UUID) -> str:
    """One person: what they take part in, and what they asked of us."""
    with reading() as session:
        found = persons.find_person(session, person_id)
    return _page(found)


@office.route("/persons/<uuid:person_id>/correct", methods=["GET", "POST"])
@requires("coordinator")
def correct_person(person_id: UUID) -> ResponseReturnValue:
    """Give a person another name or address; mail that came back goes out again to the new one."""
    with reading() as session:
        found = persons.find_person(session, person_id)
        if found.erased_at:
            raise PersonIsErased()
        known = {} if found.is_protected else {name: getattr(found, name) for name in _WRITTEN}
    form = Form(PersonForm, known)
    if form.ok:
        written = {**form.data}
        accepts = written.pop("accept_warnings")
        try:
            with transaction() as session:
                correct_address(session, person_id, written, accept_warnings=accepts)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("office.person", person_id=person_id))
    page = render("manage/person_correct.html", person=found, form=form)
    return page, 422 if form.is_sent else 200


@office.post("/persons/<uuid:person_id>/reveal")
@requires("coordinator")
def reveal_person_name(person_id: UUID) -> str:
    """Show a protected name this once; the audit log remembers who looked."""
    with transaction() as session:
        found = reveal_person(session, person_id)
    return _page(found, is_revealed=True)


@office.post("/persons/<uuid:person_id>/protected")
@requires("coordinator")
def protect_person(person_id: UUID) -> ResponseReturnValue:
    """Hide a person's name, or show it again."""
    with transaction() as session:
        set_protected(session, person_id, request.form.get("is_protected") == "true")
    return see_other(url_for("office.person", person_id=person_id))


@office.post("/persons/<uuid:person_id>/export")
@requires("coordinator")
def export_person(person_id: UUID) -> ResponseReturnValue:
    """Begin to collect a copy of all that is stored."""
    with transaction() as session:
        request_export(session, person_id)
    return see_other(url_for("office.person", person_id=person_id, _anchor="requests"))


@office.route("/persons/<uuid:person_id>/erase", methods=["GET", "POST"])
@requires("coordinator")
def erase_person(person_id: UUID) -> ResponseReturnValue:
    """Say what erasure does, ask once more, then erase."""
    problem = None
    if request.method == "POST":
        try:
            with transaction() as session:
                erase(session, person_id)
        except Problem as refused:
            if refused.status == 404:
                raise
            problem = refused
        else:
            return see_other(url_for("office.person", person_id=person_id, _anchor="requests"))
    with reading() as session:
        found = persons.find_person(session, person_id)
        registrations = persons.registrations_of(session, person_id)
    page = render("manage/person_erase.html", person=found, registrations=registrations, problem=problem)
    return page, problem.status if problem else 200


@office.get("/persons/requests/<uuid:request_id>")
@requires("coordinator")
def person_export(request_id: UUID) -> str:
    """The collected copy, to be read and printed."""
    content, found = _content(request_id)
    return render(
        "manage/person_export.html",
        content=content,
        answered=found,
        label=label,
        value_text=value_text,
        names=service_names(),
    )


@office.get("/persons/requests/<uuid:request_id>.json")
@requires("coordinator")
def person_export_file(request_id: UUID) -> Response:
    """The collected copy as a file that other programs read (GDPR article 20)."""
    content, _found = _content(request_id)
    response = Response(orjson.dumps(content, option=orjson.OPT_INDENT_2), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="person-{request_id}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _content(request_id: UUID) -> tuple[dict[str, Any], persons.Answered]:
    with transaction() as session:
        content = persons.export_content(session, request_id)
        found = persons.find_request(session, request_id)
        note(session, "person.export_read", found.request.contact_id, request=request_id)
        return content, found


def _page(found: Participant, *, is_revealed: bool = False) -> str:
    with reading() as session:
        registrations = persons.registrations_of(session, found.id)
        requests = persons.requests_of(session, found.id)
        trouble = find_trouble(session, found.id)
    return render(
        "manage/person.html",
        person=found,
        is_revealed=is_revealed,
        registrations=registrations,
        requests=requests,
        trouble=trouble,
        troubles=trouble_names(),
        statuses=status_names(),
        names=service_names(),
    )
