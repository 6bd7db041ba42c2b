"""The manager's page: who wants to go, on what and when; and two answers."""

from flask import url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries
from services.registration.pages.blueprints import public_pages
from services.registration.problems import ApprovalHasEnded, ApprovalIsDecided
from services.registration.schemas.public_forms import AnswerForm
from shared import clock
from shared.service import reading, transaction
from shared.vocabulary import ROLES
from shared.web import Form, public, render, see_other


@public_pages.route("/approvals/<token>", methods=["GET", "POST"])
@public
def approval(token: str) -> ResponseReturnValue:
    """Approve the place, or decline it with a reason; once only."""
    form = Form(AnswerForm)
    if form.ok:
        try:
            with transaction() as session:
                if form.data["answer"] == "approve":
                    operations.approve_registration(session, token)
                else:
                    operations.decline_registration(session, token, form.data["reason"])
        except (ApprovalIsDecided, ApprovalHasEnded):
            pass  # the page says what has become of it
        return see_other(url_for("pages.approval", token=token))
    with reading() as session:
        found = queries.find_approval(session, token)
    is_late = found.held_until is None or found.held_until <= clock.now()
    page = render(
        "approval.html",
        form=form,
        approval=found,
        occasion=found.occasion,
        is_open=found.status == "held" and found.occasion.state == "published" and not is_late,
        roles=ROLES,
    )
    return page, 422 if form.is_sent else 200
