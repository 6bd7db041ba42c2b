"""The office's pages about lecturers and suppliers."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import schemas
from services.registration.operations import lecturers as operations
from services.registration.pages.blueprints import region_pages
from services.registration.problems import AccountNotFound
from services.registration.queries import lecturers as queries
from services.registration.words.standing import lecturer_kinds
from shared.i18n import gettext as _
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other

_CONTACT = ("given_name", "family_name", "email")


@region_pages.get("/lecturers")
@requires("coordinator")
def lecturers() -> str:
    """Who teaches, with the person to write to."""
    is_active = request.args.get("closed") != "yes"
    with reading() as session:
        found = queries.list_lecturers(session, is_active=is_active)
        occasions = queries.count_occasions_by_lecturer(session)
    return render(
        "manage/region/lecturers.html",
        found=found,
        occasions=occasions,
        is_active=is_active,
        kinds=lecturer_kinds(),
    )


@region_pages.route("/lecturers/new", methods=["GET", "POST"])
@requires("coordinator")
def add_lecturer() -> ResponseReturnValue:
    """A lecturer or supplier who is new."""
    form = Form(schemas.LecturerForm, {"kind": "lecturer"})
    if form.ok:
        try:
            with transaction() as session:
                operations.add_lecturer(session, form.data, accept_warnings=form.data["accept_warnings"])
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.lecturers"))
    page = render("manage/region/new_lecturer.html", form=form, kinds=lecturer_kinds(), labels=_labels())
    return page, 422 if form.is_sent else 200


@region_pages.route("/lecturers/<uuid:lecturer_id>", methods=["GET", "POST"])
@requires("coordinator")
def lecturer(lecturer_id: UUID) -> ResponseReturnValue:
    """One lecturer or supplier: the facts, the contact person, and the account that stands for them."""
    with reading() as session:
        found = operations.find_lecturer(session, lecturer_id)
        contact = found.contact
        accounts = queries.lecturers_accounts(session)
    initial = {name: getattr(found, name) for name in ("kind", "name", "organisation")}
    initial |= {name: getattr(contact, name) for name in _CONTACT}
    form = Form(schemas.LecturerForm, initial)
    if form.ok:
        change = {**form.data}
        accepts = change.pop("accept_warnings")
        try:
            with transaction() as session:
                operations.change_lecturer(session, lecturer_id, change, accept_warnings=accepts)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("region.lecturers"))
    page = render(
        "manage/region/lecturer.html",
        form=form,
        found=found,
        kinds=lecturer_kinds(),
        labels=_labels(),
        tied=[item for item in accounts if item.contact_id == found.contact_id],
        others=[(item.id, item.name) for item in accounts if item.contact_id != found.contact_id],
    )
    return page, 422 if form.is_sent else 200


@region_pages.post("/lecturers/<uuid:lecturer_id>/state")
@requires("coordinator")
def close_lecturer(lecturer_id: UUID) -> ResponseReturnValue:
    """Close a lecturer for new occasions, or open again."""
    with transaction() as session:
        change = {"is_active": request.form.get("close") != "yes"}
        operations.change_lecturer(session, lecturer_id, change)
    return see_other(url_for("region.lecturer", lecturer_id=lecturer_id))


@region_pages.post("/lecturers/<uuid:lecturer_id>/account")
@requires("admin")
def tie_lecturers_account(lecturer_id: UUID) -> ResponseReturnValue:
    """Let an account stand for the lecturer, or no longer."""
    try:
        account_id = UUID(request.form.get("account_id", ""))
    except ValueError:
        raise AccountNotFound() from None
    act = operations.untie_account if "untie" in request.form else operations.tie_account
    with transaction() as session:
        act(session, lecturer_id, account_id)
    return see_other(url_for("region.lecturer", lecturer_id=lecturer_id, _anchor="account"))


def _labels() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "name": _("Name"),
        "organisation": _("Organisation"),
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "email": _("E-mail"),
    }
