"""Pages for administrators: the accounts, and what each may do."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.registration.models.staff import StaffMember
from services.registration.staff import accounts, passwords, schemas
from services.registration.staff.lecturers import lecturer_choices
from shared import neighbours
from shared.i18n import gettext as _
from shared.service import reading, service, transaction
from shared.web import Form, PageBlueprint, Problem, render, requires, see_other

blueprint = PageBlueprint("registration", part="staff")
_FIELDS = ("name", "email", "language", "role", "municipality", "contact_id")


@blueprint.get("/staff/")
@requires("admin")
def list_staff() -> str:
    """Every account."""
    with reading() as session:
        found = accounts.list_staff(session)
    return render("staff_list.html", accounts=found)


@blueprint.route("/staff/new", methods=["GET", "POST"])
@requires("admin")
def add_account() -> ResponseReturnValue:
    """Add somebody, and mail the link by which they choose a password."""
    form = Form(schemas.NewAccount, initial={"language": "sv"})
    if form.ok:
        try:
            with transaction() as session:
                account = accounts.add_account(session, form.data)
                passwords.send_password_link(session, account.id)
            return _to(account.id, done="invited")
        except Problem as problem:
            form.add_problem(problem)
    page = render("staff_new.html", form=form, **_choices())
    return page, 422 if form.is_sent else 200


@blueprint.route("/staff/<uuid:account_id>", methods=["GET", "POST"])
@requires("admin")
def change_account(account_id: UUID) -> ResponseReturnValue:
    """Change name, address, role or scope."""
    with reading() as session:
        account = accounts.find_account(session, account_id)
    form = Form(schemas.NewAccount, initial={name: str(getattr(account, name) or "") for name in _FIELDS})
    if form.ok:
        try:
            with transaction() as session:
                accounts.change_account(session, account_id, form.data)
            return _to(account_id, done="saved")
        except Problem as problem:
            form.add_problem(problem)
    page = render("staff_one.html", form=form, account=account, done=_done(account), **_choices())
    return page, 422 if form.is_sent else 200


@blueprint.post("/staff/<uuid:account_id>/active")
@requires("admin")
def open_account(account_id: UUID) -> Response:
    """Open a closed account again."""
    with transaction() as session:
        accounts.set_active(session, account_id, True)
    return _to(account_id, done="opened")


@blueprint.post("/staff/<uuid:account_id>/closed")
@requires("admin")
def close_account(account_id: UUID) -> Response:
    """Close an account at once, in all services."""
    with transaction() as session:
        accounts.set_active(session, account_id, False)
    return see_other(neighbours.accounts())


@blueprint.post("/staff/<uuid:account_id>/sign-out")
@requires("admin")
def sign_out_account(account_id: UUID) -> Response:
    """End somebody's sessions in every browser."""
    with transaction() as session:
        accounts.end_sessions(session, account_id)
    return _to(account_id, done="signed-out")


@blueprint.post("/staff/<uuid:account_id>/password-mail")
@requires("admin")
def send_password_link(account_id: UUID) -> Response:
    """Mail a new link for choosing a password."""
    with transaction() as session:
        passwords.send_password_link(session, account_id)
    return _to(account_id, done="sent")


@blueprint.post("/staff/<uuid:account_id>/password-link")
@requires("admin")
def show_password_link(account_id: UUID) -> str:
    """Show a new link for choosing a password, this once, where no mail arrives."""
    with transaction() as session:
        token = passwords.show_password_link(session, account_id)
        account = accounts.find_account(session, account_id)
    return render("staff_link.html", account=account, link=neighbours.password_link(token))


def _to(account_id: UUID, done: str) -> Response:
    return see_other(url_for("staff.change_account", account_id=account_id, done=done))


def _done(account: StaffMember) -> str | None:
    """What was just done to the account, as the page tells it after the form."""
    texts = {
        "invited": _("We have sent an invitation to %(email)s.", email=account.email),
        "sent": _("We have sent a link to %(email)s.", email=account.email),
        "saved": _("The changes are saved."),
        "opened": _("The account is open again."),
        "signed-out": _("%(name)s is signed out everywhere.", name=account.name),
    }
    return texts.get(request.args.get("done", ""))


def _choices() -> dict[str, object]:
    municipalities = [(item.code, item.name) for item in service().region.municipalities]
    with reading() as session:
        lecturers = lecturer_choices(session)
    labels = {
        "name": _("Name"),
        "email": _("E-mail"),
        "language": _("Language of letters"),
        "role": _("Role"),
        "municipality": _("Municipality"),
        "contact_id": _("Lecturer on the list"),
    }
    return {"municipalities": municipalities, "labels": labels, "lecturers": lecturers}
