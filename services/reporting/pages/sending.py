"""The page on which the office chooses the day that a report is sent."""

from werkzeug.wrappers import Response

from services.reporting import schemas
from services.reporting.models import ReportSending
from services.reporting.operations import sending
from services.reporting.pages.blueprints import pages
from services.reporting.periods import Period
from services.reporting.problems import SendingIsTooEarly
from services.reporting.queries import frozen
from services.reporting.routes.reports import period_of
from shared.service import reading, transaction
from shared.web import Form, render, requires, see_other


@pages.get("/reports/<string:period>/send")
@requires("coordinator")
def choose_day(period: str) -> str:
    """When the report is to be sent."""
    chosen = period_of(period)
    with reading() as session:
        sending.check(session, chosen)
        plan = session.get(ReportSending, chosen.code)
    send_on = plan.send_on.isoformat() if plan and plan.send_on else ""
    return _page(chosen, Form(schemas.SendingForm, {"send_on": send_on}))


@pages.post("/reports/<string:period>/send")
@requires("coordinator")
def plan_sending(period: str) -> Response | tuple[str, int]:
    """Let the report be sent on a day, or on none."""
    chosen, form = period_of(period), Form(schemas.SendingForm)
    try:
        if form.ok:
            with transaction() as session:
                sending.plan(session, chosen, form.data["send_on"])
            return see_other("/reporting/reports")
    except SendingIsTooEarly as problem:
        form.add_problem(problem)
    return _page(chosen, form), 422


def _page(period: Period, form: Form) -> str:
    with reading() as session:
        plan = session.get(ReportSending, period.code)
        report = frozen.frozen_report(session, period)
    return render(
        "send.html", period=period, form=form, plan=plan, report=report, hindrances=sending.HINDRANCES
    )
