"""Pages for everybody on the staff: sign in, sign out, choose a password, my account."""

from datetime import timedelta

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.registration.models.staff import StaffMember
from services.registration.problems import PasswordIsWrong, SignInFailed
from services.registration.staff import accounts, passwords, schemas
from shared import neighbours
from shared.i18n import gettext as _
from shared.service import reading, service, transaction
from shared.web import Form, PageBlueprint, public, render, requires, see_other, signed_in_staff
from shared.web.access import from_any_service, staff_cookie
from shared.web.addresses import safe_next
from shared.web.csrf import browser
from shared.web.problems import TooManyTries
from shared.web.throttle import Throttle, caller_address

blueprint = PageBlueprint("registration", part="signing")

_QUARTER = timedelta(minutes=15)
# Many may share one address; one account may be attacked from many addresses.
BY_BOTH = Throttle("sign_in", 10, _QUARTER)
BY_ADDRESS = Throttle("sign_in_address", 60, _QUARTER)
BY_ACCOUNT = Throttle("sign_in_account", 100, timedelta(hours=1))
FORGOTTEN = Throttle("forgotten_password", 3, _QUARTER)
FORGOTTEN_BY_ADDRESS = Throttle("forgotten_password_address", 20, _QUARTER)
OWN_PASSWORD = Throttle("own_password", 10, _QUARTER)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with address and password."""
    form = Form(schemas.Credentials, initial={"next": request.args.get("next", "")})
    if form.ok:
        try:
            return let_in(_check(form.data["email"], form.data["password"]), form.data["next"])
        except (SignInFailed, TooManyTries) as problem:
            form.add_problem(problem)
            return sign_in_page(form), problem.status
    return sign_in_page(form)


def sign_in_page(form: Form) -> str:
    """The form, and beside it the way to an account kept elsewhere where there is one."""
    return render("staff_sign_in.html", form=form, oidc_name=service().settings.oidc_name)


def _check(email: str, password: str) -> StaffMember:
    both = f"{accounts.address_key(email)} {caller_address()}"
    BY_ADDRESS.count(caller_address())
    BY_ACCOUNT.count(accounts.address_key(email))
    BY_BOTH.count(both)
    with reading() as database:
        account = passwords.sign_in(database, email, password)
    BY_BOTH.forget(both)
    return account


def let_in(account: StaffMember, wanted: str | None) -> Response:
    """Begin somebody's session, however they proved who they are."""
    response = see_other(safe_next(wanted) or _home(account.role))
    browser().forget(response)  # forms from before belong to nobody in particular
    staff_cookie().write(response, account.id, account.epoch)
    return response


def _home(role: str) -> str:
    homes = {"representative": neighbours.representatives, "lecturer": neighbours.teaching}
    return homes.get(role, neighbours.office)()


@blueprint.post("/sign-out")
@public
@from_any_service
def sign_out() -> Response:
    """Sign out in this browser."""
    response = see_other(neighbours.catalogue())
    browser().forget(response)
    staff_cookie().clear(response)
    return response


@blueprint.get("/account")
@requires("coordinator", "representative", "lecturer")
def my_account() -> str:
    """Who I am signed in as."""
    with reading() as database:
        account = accounts.find_account(database, signed_in_staff().id)
    return render("staff_me.html", account=account, is_changed="changed" in request.args)


@blueprint.post("/account/sign-out-everywhere")
@requires("coordinator", "representative", "lecturer")
def sign_out_everywhere() -> Response:
    """End my sessions in every browser."""
    with transaction() as database:
        accounts.end_sessions(database, signed_in_staff().id)
    return sign_out()


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires("coordinator", "representative", "lecturer")
def change_password() -> ResponseReturnValue:
    """Change my own password; I stay signed in here, and nowhere else."""
    form = Form(schemas.PasswordChange)
    if form.ok:
        try:
            return _with_new_password(form.data["old"], form.data["password"])
        except (PasswordIsWrong, TooManyTries) as problem:
            form.add_problem(problem)
    page = render("staff_own_password.html", form=form, labels=_password_labels())
    return page, 422 if form.is_sent else 200


def _with_new_password(old: str, new: str) -> Response:
    OWN_PASSWORD.count(str(signed_in_staff().id))
    with transaction() as database:
        account = passwords.change_password(database, signed_in_staff().id, old, new)
    OWN_PASSWORD.forget(str(account.id))
    response = see_other(url_for("signing.my_account", changed="password"))
    staff_cookie().write(response, account.id, account.epoch)
    return response


@blueprint.route("/sign-in/forgotten", methods=["GET", "POST"])
@public
def ask_for_reset() -> ResponseReturnValue:
    """Ask for a link by mail; the answer is the same whether the address is known or not."""
    form = Form(schemas.ForgottenPassword)
    if form.ok:
        try:
            FORGOTTEN_BY_ADDRESS.count(caller_address())
            FORGOTTEN.count(accounts.address_key(form.data["email"]))
        except TooManyTries as problem:
            form.add_problem(problem)
            return render("staff_forgotten.html", form=form), problem.status
        with transaction() as database:
            passwords.ask_for_reset(database, form.data["email"])
        return render("staff_forgotten_sent.html", email=form.data["email"])
    return render("staff_forgotten.html", form=form), 422 if form.is_sent else 200


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password by the link in an invitation, or in the letter that was asked for."""
    form = Form(schemas.NewPassword)
    if form.ok:
        with transaction() as database:
            passwords.choose_password(database, token, form.data["password"])
        return see_other(neighbours.sign_in())
    with reading() as database:
        account = passwords.account_of_link(database, token)
    page = render("staff_password.html", form=form, account=account, labels=_password_labels())
    return page, 422 if form.is_sent else 200


def _password_labels() -> dict[str, str]:
    return {
        "old": _("Your present password"),
        "password": _("New password"),
        "again": _("The new password again"),
    }
