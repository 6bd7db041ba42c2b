"""Pages for administrators: the accounts, and what each may do."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.registration import staff_accounts, staff_passwords, staff_schemas
from services.registration.models.staff import StaffMember
from shared import neighbours
from shared.i18n import gettext as _
from shared.service import reading, service, transaction
from shared.web import Form, PageBlueprint, Problem, render, requires, see_other

blueprint = PageBlueprint("registration", part="staff")


@blueprint.get("/staff/")
@requires("admin")
def list_staff() -> str:
    """Every account."""
    with reading() as session:
        accounts = staff_accounts.list_staff(session)
    return render("staff_list.html", accounts=accounts)


@blueprint.route("/staff/new", methods=["GET", "POST"])
@requires("admin")
def add_account() -> ResponseReturnValue:
    """Add somebody, and show the link by which they choose a password."""
    form = Form(staff_schemas.NewAccount)
    if form.ok:
        try:
            with transaction() as session:
                account = staff_accounts.add_account(session, form.data)
                token = staff_passwords.issue_password_link(session, account.id)
            return _show_link(account, token)
        except Problem as problem:
            form.add_problem(problem)
    page = render("staff_new.html", form=form, **_choices())
    return page, 422 if form.is_sent else 200


@blueprint.route("/staff/<uuid:account_id>", methods=["GET", "POST"])
@requires("admin")
def change_account(account_id: UUID) -> ResponseReturnValue:
    """Change name, role or scope."""
    with reading() as session:
        account = staff_accounts.find_account(session, account_id)
    fields = ("name", "role", "municipality")
    form = Form(staff_schemas.AccountChange, initial={name: getattr(account, name) or "" for name in fields})
    if form.ok:
        try:
            with transaction() as session:
                staff_accounts.change_account(session, account_id, form.data)
            return see_other(neighbours.accounts())
        except Problem as problem:
            form.add_problem(problem)
    page = render("staff_one.html", form=form, account=account, **_choices())
    return page, 422 if form.is_sent else 200


@blueprint.post("/staff/<uuid:account_id>/active")
@requires("admin")
def open_account(account_id: UUID) -> Response:
    """Open a closed account again."""
    with transaction() as session:
        staff_accounts.set_active(session, account_id, True)
    return see_other(neighbours.accounts())


@blueprint.post("/staff/<uuid:account_id>/closed")
@requires("admin")
def close_account(account_id: UUID) -> Response:
    """Close an account at once, in all services."""
    with transaction() as session:
        staff_accounts.set_active(session, account_id, False)
    return see_other(neighbours.accounts())


@blueprint.post("/staff/<uuid:account_id>/password-link")
@requires("admin")
def issue_password_link(account_id: UUID) -> str:
    """Show a new link for choosing a password, this once."""
    with transaction() as session:
        token = staff_passwords.issue_password_link(session, account_id)
        account = staff_accounts.find_account(session, account_id)
    return _show_link(account, token)


def _show_link(account: StaffMember, token: str) -> str:
    return render("staff_link.html", account=account, link=neighbours.password_link(token))


def _choices() -> dict[str, object]:
    municipalities = [(item.code, item.name) for item in service().region.municipalities]
    labels = {
        "name": _("Name"),
        "email": _("E-mail"),
        "role": _("Role"),
        "municipality": _("Municipality"),
    }
    return {"municipalities": municipalities, "labels": labels}
