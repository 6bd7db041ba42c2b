"""The report on a period as a file: as it was published, or as it looks today."""

from sqlalchemy.orm import Session

from services.reporting.files.document import Document, document_of
from services.reporting.files.paper.report import as_pdf
from services.reporting.files.workbook import as_xlsx
from services.reporting.periods import Period
from services.reporting.queries import frozen
from shared.i18n import DEFAULT, current_language, in_language
from shared.region import Region


def paper(session: Session, region: Region, period: Period, place: str, *, is_today: bool) -> bytes:
    """The report as a PDF; a published one is the same bytes for everybody, in the region's language."""
    kept = None if is_today else frozen.paper(session, period, place)
    if kept is not None:
        return kept
    document = document_of(session, region, period, place, is_today=is_today)
    with in_language(_language(document)):
        return as_pdf(region, document)


def workbook(session: Session, region: Region, period: Period, place: str, *, is_today: bool) -> bytes:
    """The report as a workbook in the reader's language."""
    return as_xlsx(region, document_of(session, region, period, place, is_today=is_today))


def _language(document: Document) -> str:
    return DEFAULT if document.frozen_at else current_language()
