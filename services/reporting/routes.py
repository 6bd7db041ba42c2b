"""The API of reporting: the same figures as the pages, for programs and spreadsheets."""

from typing import Any

from flask import Response

from services.reporting import exports, goals, operations, printed, schemas
from services.reporting.dashboard import in_order
from services.reporting.operations import Figures
from services.reporting.periods import Period
from services.reporting.problems import NotYourMunicipality, UnknownMunicipality
from services.reporting.scope import scoped, sees_everything
from services.reporting.selection import Selection
from shared.i18n import gettext as _
from shared.service import reading, service
from shared.typeset import PDF
from shared.web import ApiBlueprint, Paging, page_of, page_schema, raises, requires, staff

blueprint = ApiBlueprint("reporting")
EVERYONE = requires("coordinator", "representative", "lecturer")


@blueprint.get("/municipalities")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, page_schema(schemas.MunicipalityRow))
@raises(NotYourMunicipality, UnknownMunicipality)
def list_municipalities(selection: Selection) -> Any:
    """A row of figures for each municipality of the region, and one for each city district.

    A district's figures count in its municipality's row as well. With a filter, evaluation measures are null.
    """
    rows = _municipalities(selection)
    return page_of(rows, len(rows), 1, 1)


@blueprint.get("/municipalities.csv")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, content_type="text/csv")
@raises(NotYourMunicipality, UnknownMunicipality)
def municipalities_as_csv(selection: Selection) -> Response:
    """The same rows as CSV in UTF-8 with a byte order mark; the columns are the fields of the JSON rows."""
    return _file(exports.as_csv(_municipalities(selection)), "text/csv; charset=utf-8", selection, "csv")


@blueprint.get("/municipalities.xlsx")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, content_type=exports.XLSX)
@raises(NotYourMunicipality, UnknownMunicipality)
def municipalities_as_xlsx(selection: Selection) -> Response:
    """The same rows as a workbook, with a sheet that says what each column means."""
    body = exports.as_xlsx(_title(selection), _municipalities(selection))
    return _file(body, exports.XLSX, selection, "xlsx")


@blueprint.get("/municipalities.pdf")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, content_type=PDF)
@raises(NotYourMunicipality, UnknownMunicipality)
def municipalities_as_pdf(selection: Selection) -> Response:
    """The same rows as a PDF to print, with the headline figures on top."""
    region, rows = service().region, in_order(_municipalities(selection), "name")
    with reading() as session:
        totals = operations.totals(session, region, scoped_to_caller(selection))
    return _file(printed.as_pdf(region, _title(selection), totals, rows), PDF, selection, "pdf")


@blueprint.get("/totals")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, schemas.Totals)
@raises(NotYourMunicipality, UnknownMunicipality)
def show_totals(selection: Selection) -> Any:
    """The region in one row; for a representative their municipality, for a lecturer their occasions."""
    with reading() as session:
        return operations.totals(session, service().region, scoped_to_caller(selection))


@blueprint.get("/occasions")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, page_schema(schemas.OccasionRow))
@raises(NotYourMunicipality, UnknownMunicipality)
def list_occasions(selection: Selection, paging: dict[str, int]) -> Any:
    """The occasions whose last session is in the period, each with the whole occasion's figures."""
    page, size = paging["page"], paging["per_page"]
    with reading() as session:
        rows, total = operations.occasions(session, scoped_to_caller(selection), page, size)
    return page_of(rows, total, page, max(1, -(-total // size)))


@blueprint.get("/goals")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.PeriodQuestion, location="query")
@blueprint.response(200, page_schema(schemas.GoalRow))
def list_goals(question: dict[str, Period]) -> Any:
    """The region's goals against their outcome; who has not taken part is named to coordinators alone."""
    rows = goal_rows(question["period"])
    return page_of(rows, len(rows), 1, 1)


@blueprint.get("/periods")
@EVERYONE
@blueprint.response(200, page_schema(schemas.PeriodRow))
def list_periods() -> Any:
    """The years and tertials that have anything to report, with the tertials whose results are published."""
    with reading() as session:
        rows = operations.periods(session)
    return page_of(rows, len(rows), 1, 1)


def scoped_to_caller(selection: Selection) -> Selection:
    """What was asked, narrowed to what the caller may see."""
    caller = staff()
    assert caller is not None  # every route here requires a role
    return scoped(selection, caller, service().region)


def goal_rows(period: Period) -> list[Figures]:
    """Each goal with its outcome, as the caller may see it."""
    caller = staff()
    names_places = caller is not None and sees_everything(caller)
    with reading() as session:
        return goals.rows(session, service().region, period, names_places=names_places)


def _municipalities(selection: Selection) -> list[Figures]:
    with reading() as session:
        return operations.municipalities(session, service().region, scoped_to_caller(selection))


def _title(selection: Selection) -> str:
    return _("%(region)s, %(period)s", region=service().region.name, period=selection.period.name)


def _file(body: bytes, content_type: str, selection: Selection, suffix: str) -> Response:
    name = f"{service().region.slug}-{selection.period.code.replace('..', '--')}.{suffix}"
    return Response(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
