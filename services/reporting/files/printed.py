"""The table of municipalities as a PDF, in the reader's language."""

from collections.abc import Sequence
from pathlib import Path

from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.written import written
from services.reporting.queries.figures import Figures
from shared.i18n import current_language
from shared.i18n import gettext as _
from shared.region import Region
from shared.typeset import typeset

_TEMPLATE = Path(__file__).parent.parent / "templates" / "pdf" / "municipalities.typ"
HEADLINES = ("participants", "hours", "occasions_held", "municipalities", "response_rate", "satisfied_share")
COLUMNS = (
    "occasions_held", "registrations", "participants", "reached_share", "attendances", "hours", "answered",
    "response_rate", "satisfied_share",
)  # fmt: skip


def as_pdf(region: Region, title: str, totals: Figures, rows: Sequence[Figures]) -> bytes:
    """A tagged PDF with the headline figures and a line for each place, in the order of the rows."""
    report = {
        "title": title,
        "office": region.office,
        "language": current_language(),
        "headlines": [
            {"name": str(BY_CODE[code].name), "figure": _figure(totals, code)} for code in HEADLINES
        ],
        "place": _("Municipality"),
        "columns": [str(BY_CODE[code].name) for code in COLUMNS],
        "rows": [
            {
                "name": row["name"],
                "is_district": row["district"] is not None,
                "figures": [_figure(row, code) for code in COLUMNS],
            }
            for row in rows
        ],
        "note": _(
            "A city district counts in its municipality too. A dash for satisfied and response rate means "
            "that fewer than five have answered, or that the results are not published yet."
        ),
    }
    return typeset(_TEMPLATE, report)


def _figure(row: Figures, code: str) -> str:
    return written(BY_CODE[code].unit, row[code])
