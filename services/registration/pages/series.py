"""Dates that recur: the rule, the dates that it gives, and then the occasions or sessions."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration.models import Occasion
from services.registration.operations import repeating
from services.registration.pages.blueprints import office
from services.registration.queries import office as office_queries
from services.registration.schemas.repeating import Repetition, shown_days
from shared import clock
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other


@office.route("/occasions/<uuid:occasion_id>/repeat", methods=["GET", "POST"])
@requires("coordinator")
def repeat_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Show the dates that a rule gives; make them when these were seen."""
    with reading() as session:
        occasion = office_queries.find_office_occasion(session, occasion_id)
    form = Form(Repetition, _suggested(occasion))
    days = form.data.get("days", [])
    # What was changed since the dates were shown gives other dates: show those first.
    if form.ok and "save" in request.form and days == shown_days(request.form.get("shown", "")):
        at = {**form.data}
        at.pop("days")
        as_sessions = at.pop("as_") == "sessions"
        try:
            with transaction() as session:
                repeating.repeat_occasion(session, occasion_id, days, at, as_sessions=as_sessions)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(_made(occasion, as_sessions))
    page = render("manage/repeat.html", form=form, occasion=occasion, days=days)
    return page, 422 if form.errors or form.problem else 200


def _suggested(occasion: Occasion) -> dict[str, Any]:
    """A week after the last session, at its time and place, for a term."""
    last = occasion.sessions[-1]
    starts_at, ends_at = clock.local(last.starts_at), clock.local(last.ends_at)
    return {
        "first_day": f"{starts_at + timedelta(weeks=1):%Y-%m-%d}",
        "starts": f"{starts_at:%H:%M}",
        "ends": f"{ends_at:%H:%M}",
        "venue": last.venue,
        "pattern": "weekly",
        "every_weeks": "1",
        "as": "occasions",
        "skip_holidays": "true",
        "skip_july": "true",
    }


def _made(occasion: Occasion, as_sessions: bool) -> str:
    if as_sessions:
        return url_for("office.occasion", occasion_id=occasion.id)
    with reading() as session:
        series = office_queries.find_office_occasion(session, occasion.id).series_id
    return url_for("office.list_occasions", state="all", series=str(series))
