"""A published report for those who were sent it: they need the link, and no account."""

from datetime import timedelta

from werkzeug.wrappers import Response

from services.reporting.files import reports
from services.reporting.files.document import Document, document_of
from services.reporting.files.paper.report import kind_of
from services.reporting.files.paper.short import in_short
from services.reporting.goals import words
from services.reporting.models import ReportAccess
from services.reporting.operations.accesses import access_behind
from services.reporting.pages.blueprints import pages
from services.reporting.periods import parse
from services.reporting.problems import ReportLinkIsUnknown
from services.reporting.routes.reports import file_answer
from shared.service import reading, service
from shared.sheets import XLSX
from shared.typeset import PDF
from shared.web import public, render
from shared.web.throttle import Throttle, caller_address

TRIED = Throttle("report_link_unknown", 50, timedelta(minutes=10))


@pages.get("/reports/links/<string:token>")
@public
def show_published(token: str) -> Response:
    """The report in short, and its files."""
    access, document = _opened(token)
    region = service().region
    page = render(
        "published.html",
        token=token,
        access=access,
        document=document,
        kind=kind_of(document),
        place=region.place_name(document.place) if document.place else region.name,
        short=in_short(region, document),
        goal_words=words,
    )
    return _unlisted(Response(page, content_type="text/html; charset=utf-8"))


@pages.get("/reports/links/<string:token>/report.pdf")
@public
def published_as_pdf(token: str) -> Response:
    """The report as it was printed."""
    _access, document = _opened(token)
    with reading() as session:
        body = reports.paper(session, service().region, document.period, document.place, is_today=False)
    return _unlisted(file_answer(body, PDF, document.period, document.place, "pdf"))


@pages.get("/reports/links/<string:token>/report.xlsx")
@public
def published_as_xlsx(token: str) -> Response:
    """The report as a workbook, as it was published."""
    _access, document = _opened(token)
    with reading() as session:
        body = reports.workbook(session, service().region, document.period, document.place, is_today=False)
    return _unlisted(file_answer(body, XLSX, document.period, document.place, "xlsx"))


def _opened(token: str) -> tuple[ReportAccess, Document]:
    """What the link opens, which is never today's view.

    Raises ReportLinkIsUnknown, ReportLinkHasEnded, TooManyTries.
    """
    address = caller_address()
    try:
        with reading() as session:
            TRIED.check(session, address)
            access = access_behind(session, token)
            period, place = parse(access.period), access.municipality or ""
            document = document_of(session, service().region, period, place)
            if document.frozen_at is None:  # a municipality that has come since it was published
                raise ReportLinkIsUnknown()
            return access, document
    except ReportLinkIsUnknown:
        TRIED.count(address)
        raise


def _unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
