"""The API of reporting: the same figures as the pages, for programs and spreadsheets."""

from typing import Any

from flask import Response

from services.reporting import schemas
from services.reporting.counting.selection import Selection
from services.reporting.dashboard.headlines import in_order
from services.reporting.files import printed, tables
from services.reporting.problems import WRONG_QUESTIONS
from services.reporting.queries import comparisons, figures
from services.reporting.queries.figures import Figures
from services.reporting.scope import scoped_to_caller
from shared.i18n import gettext as _
from shared.service import reading, service
from shared.sheets import CSV, XLSX
from shared.typeset import PDF
from shared.web import ApiBlueprint, Paging, attached, count_pages, page_of, page_schema, raises, requires

blueprint = ApiBlueprint(
    "reporting", "figures", description="Figures per municipality, for the region and per occasion"
)
EVERYONE = requires("coordinator", "representative", "lecturer")


@blueprint.get("/municipalities")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, page_schema(schemas.MunicipalityRow))
@raises(*WRONG_QUESTIONS)
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
@raises(*WRONG_QUESTIONS)
def municipalities_as_csv(selection: Selection) -> Response:
    """The same rows as CSV in UTF-8 with a byte order mark; the columns are the fields of the JSON rows."""
    return _file(tables.as_csv(_municipalities(selection)), CSV, selection, "csv")


@blueprint.get("/municipalities.xlsx")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, content_type=XLSX)
@raises(*WRONG_QUESTIONS)
def municipalities_as_xlsx(selection: Selection) -> Response:
    """The same rows as a workbook, with a sheet that says what each column means."""
    body = tables.as_xlsx(_title(selection), _municipalities(selection))
    return _file(body, XLSX, selection, "xlsx")


@blueprint.get("/municipalities.pdf")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, content_type=PDF)
@raises(*WRONG_QUESTIONS)
def municipalities_as_pdf(selection: Selection) -> Response:
    """The same rows as a PDF to print, with the headline figures on top."""
    region, rows = service().region, in_order(_municipalities(selection), "name")
    with reading() as session:
        totals = figures.totals(session, region, scoped_to_caller(selection))
    return _file(printed.as_pdf(region, _title(selection), totals, rows), PDF, selection, "pdf")


@blueprint.get("/totals")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.response(200, schemas.Totals)
@raises(*WRONG_QUESTIONS)
def show_totals(selection: Selection) -> Any:
    """The region in one row; for a representative their municipality, for a lecturer their occasions.

    Beside it the same row of the period before, and of the same period a year before.
    """
    with reading() as session:
        return comparisons.totals(session, service().region, scoped_to_caller(selection))


@blueprint.get("/occasions")
@EVERYONE
@blueprint.arguments(schemas.Question, location="query")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, page_schema(schemas.OccasionRow))
@raises(*WRONG_QUESTIONS)
def list_occasions(selection: Selection, paging: dict[str, int]) -> Any:
    """The occasions whose last session is in the period, each with the whole occasion's figures."""
    page, size = paging["page"], paging["per_page"]
    with reading() as session:
        rows, total = figures.occasions(session, scoped_to_caller(selection), page, size)
    return page_of(rows, total, page, count_pages(total, size))


def _municipalities(selection: Selection) -> list[Figures]:
    with reading() as session:
        return figures.municipalities(session, service().region, scoped_to_caller(selection))


def _title(selection: Selection) -> str:
    return _("%(region)s, %(period)s", region=service().region.name, period=selection.period.name)


def _file(body: bytes, content_type: str, selection: Selection, suffix: str) -> Response:
    name = f"{service().region.slug}-{selection.period.code.replace('..', '--')}.{suffix}"
    return attached(body, content_type, name)
