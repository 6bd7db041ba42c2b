"""The report on a period as a file, and its freezing."""

from typing import Any

from flask import Response

from services.reporting import schemas
from services.reporting.counting.selection import Selection
from services.reporting.files import reports
from services.reporting.operations import freezing
from services.reporting.periods import Period, PeriodIsWrong, parse
from services.reporting.problems import (
    WRONG_QUESTIONS,
    NotYourMunicipality,
    PeriodCannotBeFrozen,
    PeriodIsNotOver,
    ReportIsFrozen,
    ResultsAreNotPublished,
)
from services.reporting.queries import figures
from services.reporting.scope import scoped_to_caller
from shared.service import reading, service, transaction
from shared.sheets import XLSX
from shared.typeset import PDF
from shared.web import ApiBlueprint, attached, raises, requires, shown

blueprint = ApiBlueprint("reporting", "reports", description="Tertial reports and annual reports")


@blueprint.get("/report.pdf")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.ReportQuestion, location="query")
@blueprint.response(200, content_type=PDF)
@raises(*WRONG_QUESTIONS)
def report_as_pdf(question: dict[str, Any]) -> Response:
    """The report as a tagged PDF, for the region or one municipality; a frozen one as it was published."""
    period, place = question["period"], place_of_caller(question)
    with reading() as session:
        body = reports.paper(session, service().region, period, place, is_today=question["today"])
    return file_answer(body, PDF, period, place, "pdf")


@blueprint.get("/report.xlsx")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.ReportQuestion, location="query")
@blueprint.response(200, content_type=XLSX)
@raises(*WRONG_QUESTIONS)
def report_as_xlsx(question: dict[str, Any]) -> Response:
    """The report as a workbook with tables and charts; a frozen one as it was published."""
    period, place = question["period"], place_of_caller(question)
    with reading() as session:
        body = reports.workbook(session, service().region, period, place, is_today=question["today"])
    return file_answer(body, XLSX, period, place, "xlsx")


@blueprint.post("/periods/<string:period>/freeze")
@requires("coordinator")
@blueprint.arguments(schemas.FreezeOrder)
@blueprint.response(201, schemas.PeriodRow)
@raises(PeriodCannotBeFrozen, ReportIsFrozen, PeriodIsNotOver, ResultsAreNotPublished)
def freeze_report(order: dict[str, bool], period: str) -> Any:
    """Store the report of a tertial or a year as it is now, for ever.

    Afterwards every figure of that period without filters is the published one, with `revised` beside it
    where today's differs. It cannot be undone.
    """
    chosen = period_of(period)
    with transaction() as session:
        freezing.freeze(session, service().region, chosen, force=order["force"], send=order["send"])
        return next(row for row in figures.periods(session) if row["period"] == chosen.code)


def period_of(code: str) -> Period:
    """The period that an address names. Raises PeriodCannotBeFrozen."""
    try:
        return parse(code)
    except PeriodIsWrong as error:
        raise PeriodCannotBeFrozen(detail=error.reason) from error


def place_of_caller(question: dict[str, Any]) -> str:
    """The place that the caller may have the report of: empty is the region. Raises NotYourMunicipality."""
    asked = Selection(period=question["period"], municipality=question.get("municipality"))
    municipality = scoped_to_caller(asked).municipality
    if municipality == "":  # a representative of none
        raise NotYourMunicipality()
    return municipality or ""


def file_answer(body: bytes, content_type: str, period: Period, place: str, suffix: str) -> Response:
    """The report as a file with a name."""
    parts = [service().region.slug, place, period.code.replace("..", "--")]
    name = f"{'-'.join(part for part in parts if part)}.{suffix}"
    return (shown if content_type == PDF else attached)(body, content_type, name)
