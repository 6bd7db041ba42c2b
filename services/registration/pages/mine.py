"""My registrations: a link by e-mail, a button that uses it, and the list of all that is mine."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.registration.operations.sign_ins import end_sign_in, open_sign_in
from services.registration.pages.blueprints import public_pages
from services.registration.participant_session import ask_for_link, forget, remember, signed_in
from services.registration.queries.own import list_own, list_own_groups
from services.registration.schemas.public_forms import MailForm
from services.registration.words.standing import status_badge
from shared.service import reading, transaction
from shared.web import Form, public, render, see_other
from shared.web.problems import TooManyTries


@public_pages.route("/mine", methods=["GET", "POST"])
@public
def mine() -> ResponseReturnValue:
    """The list for whoever has signed in; for anybody else the form that asks for the link."""
    known = signed_in()
    if known and request.method == "GET":
        with reading() as session:
            persons = list_own(session, known.email_key)
            groups = list_own_groups(session, known.email_key)
        return render(
            "mine.html", email=known.email_key, persons=persons, groups=groups, status_badge=status_badge
        )
    form = Form(MailForm)
    if form.ok:
        try:
            ask_for_link(form.data["email"])
        except TooManyTries as problem:
            form.add_problem(problem)
            return _ask(form), problem.status
        return render("mine_sent.html", email=form.data["email"])
    return _ask(form), 422 if form.is_sent else 200


@public_pages.get("/mine/<token>")
@public
def open_mine(token: str) -> str:
    """A button: what reads mail for safety follows links, but presses nothing."""
    return render("mine_open.html", token=token)


@public_pages.post("/mine/<token>")
@public
def open_mine_now(token: str) -> Response:
    """Use up the link, and begin the session. Raises SignInLinkIsSpent."""
    with transaction() as session:
        sign_in_id = open_sign_in(session, token).id
    response = see_other(url_for("pages.mine"))
    remember(response, sign_in_id)
    return response


@public_pages.post("/mine/sign-out")
@public
def leave_mine() -> Response:
    """End the session, here and wherever else its cookie lies."""
    known = signed_in()
    if known:
        with transaction() as session:
            end_sign_in(session, known.id)
    response = see_other(url_for("pages.mine"))
    forget(response)
    return response


def _ask(form: Form) -> str:
    return render("mine_ask.html", form=form, has_ended="ended" in request.args)
