"""The reports: which periods are frozen, the papers and workbooks of each, and freezing one."""

from itertools import groupby

from werkzeug.wrappers import Response

from services.reporting import schemas
from services.reporting.counting.selection import Selection
from services.reporting.files.paper.short import CARDS
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.written import written
from services.reporting.operations import freezing, sending
from services.reporting.pages.blueprints import pages
from services.reporting.periods import Period, parse
from services.reporting.problems import ResultsAreNotPublished
from services.reporting.queries import figures, frozen
from services.reporting.routes.reports import period_of
from services.reporting.scope import sees_everything
from shared import clock
from shared.service import reading, service, transaction
from shared.web import Form, render, requires, see_other, signed_in_staff


@pages.get("/reports")
@requires("coordinator", "representative")
def list_reports() -> str:
    """The tertials and years, which of them are frozen, and the report on each."""
    caller = signed_in_staff()
    with reading() as session:
        begun = [row for row in figures.periods(session) if row["first_on"] <= clock.today()]
        reports = frozen.reports(session)
        sendings = sending.sendings(session)
    years = groupby(begun, lambda row: row["first_on"].year)
    return render(
        "reports.html",
        years=[(year, list(group)) for year, group in years],
        reports=reports,
        sendings=sendings,
        hindrances=sending.HINDRANCES,
        me=caller.id,
        place=None if sees_everything(caller) else caller.municipality or "",
    )


@pages.get("/reports/<string:period>/freeze")
@requires("coordinator")
def confirm_freezing(period: str) -> str:
    """What freezing means, and what the report will say."""
    return _confirmation(period_of(period), Form(schemas.FreezeForm, {"send": "true"}))


@pages.post("/reports/<string:period>/freeze")
@requires("coordinator")
def freeze_report(period: str) -> Response | tuple[str, int]:
    """Freeze the report of a period."""
    chosen, form = period_of(period), Form(schemas.FreezeForm)
    try:
        if form.ok:
            with transaction() as session:
                freezing.freeze(session, service().region, chosen, **form.data)
            return see_other("/reporting/reports")
    except ResultsAreNotPublished as problem:
        form.add_problem(problem)
    return _confirmation(chosen, form), 422


def _confirmation(period: Period, form: Form) -> str:
    with reading() as session:
        missing = freezing.check(session, period, force=True)
        totals = figures.totals(session, service().region, Selection(period=period))
    return render(
        "freeze.html",
        period=period,
        form=form,
        missing=[parse(code).name for code in missing],
        figures=[(str(BY_CODE[code].name), written(BY_CODE[code].unit, totals[code])) for code in CARDS],
    )
