"""The office chooses who gets a survey: it sees how many and who before anybody is asked."""

from collections import Counter
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from services.registration.files.recipients import RecipientList, read_recipients
from services.registration.operations.recipients import add_recipients
from services.registration.pages.blueprints import office
from services.registration.problems import NobodyIsChosen
from services.registration.queries.recipients import (
    MONTHS_BACK,
    Choice,
    chosen_recipients,
    recipients_of,
)
from services.registration.schemas import recipients as schemas
from services.registration.words.representatives import KINDS
from shared.service import reading, service, transaction
from shared.vocabulary import ROLES
from shared.web import Form, Problem, render, requires, see_other
from shared.web.problems import PageIsMissing

FEW = 10  # with so few, answers may be guessed
SHOWN = 200
_QUERY = schemas.RecipientsQuery()


@office.route("/recipients", methods=["GET", "POST"])
@requires("coordinator")
def choose_recipients() -> ResponseReturnValue:
    """Choose recipients of a survey, look at them, and add them."""
    survey = _survey()
    form = Form(schemas.RecipientsForm)
    if not form.ok:
        return _page(survey, form), 422 if form.is_sent else 200
    try:
        with reading() as session:
            listed = read_recipients(session, _content(form))
        if listed.faults:
            return _page(survey, form, faults=listed.faults), 422
        choice = _choice(form, listed)
        if "confirm" in request.form:
            with transaction() as session:
                done = add_recipients(session, survey["survey"], choice)
            return see_other(url_for("office.choose_recipients", **{**survey, "added": done.added}))
        return _page(survey, form, preview=_preview(survey["survey"], choice), sent=_sent(form, listed))
    except Problem as problem:
        form.add_problem(problem)
        return _page(survey, form), 422


def _survey() -> dict[str, Any]:
    """The survey that the address names. Raises PageIsMissing."""
    try:
        return dict(_QUERY.load(request.args.to_dict(), unknown="exclude"))
    except ValidationError as error:
        raise PageIsMissing() from error


def _content(form: Form) -> bytes:
    """The list: the file that was sent, and else what was pasted, where quotes stand around names at most."""
    sent = request.files.get("file")
    pasted: str = form.data["people"].replace('"', "")
    return (sent.read() if sent else b"") or pasted.encode()


def _choice(form: Form, listed: RecipientList) -> Choice:
    return Choice(
        roles=form.data["roles"],
        places=[schemas.place_of(text) for text in form.data["municipalities"]],
        representatives=form.data["representatives"],
        people=listed.people,
    )


def _preview(survey_id: UUID, choice: Choice) -> dict[str, Any]:
    """Whom the choice means. Raises NobodyIsChosen."""
    with reading() as session:
        chosen = chosen_recipients(session, choice)
        before = recipients_of(session, survey_id)
    if not chosen:
        raise NobodyIsChosen()
    fresh = [item for item in chosen if item.contact_id not in before]
    return {
        "fresh": fresh,
        "shown": fresh[:SHOWN],
        "already": len(chosen) - len(fresh),
        "unknown": sum(item.contact_id is None for item in fresh),
        "by_source": Counter(item.source for item in fresh),
        "is_small": len(before) + len(fresh) <= FEW,
    }


def _sent(form: Form, listed: RecipientList) -> list[tuple[str, str]]:
    """The choice as the form that confirms it sends it again."""
    names = ("roles", "municipalities", "representatives")
    chosen = [(name, value) for name in names for value in form.data[name]]
    return [*chosen, ("people", listed.as_text())]


def _page(survey: dict[str, Any], form: Form, **context: Any) -> str:
    with reading() as session:
        before = len(recipients_of(session, survey["survey"]))
    known = {"faults": (), "preview": None, "sent": (), **context}
    return render(
        "manage/recipients.html",
        survey=survey,
        form=form,
        before=before,
        roles=ROLES,
        kinds=KINDS,
        municipalities=service().region.open_municipalities,
        months=MONTHS_BACK,
        few=FEW,
        kept_months=service().settings.person_kept_months,
        **known,
    )
