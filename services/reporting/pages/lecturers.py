"""What a lecturer comes to: their own occasions."""

from typing import Any

from services.reporting.dashboard import headlines
from services.reporting.dashboard.curve import curve
from services.reporting.dashboard.outlook import ahead
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.queries import figures
from services.reporting.queries.names import LISTS
from shared.service import reading, service
from shared.web import render

_SHOWN = 20


def lecturer_page(question: dict[str, Any]) -> str:
    """The figures of the occasions that a lecturer holds."""
    selection = question["selection"]
    with reading() as session:
        rows, total = figures.occasions(session, selection, 1, _SHOWN)
        context = {
            "headlines": headlines.headlines(session, service().region, selection, headlines.OF_LECTURER),
            "curve": curve(session, selection),
            "ahead": ahead(session, selection),
        }
    return render(
        "lecturer.html",
        **question,
        **context,
        rows=rows,
        total=total,
        measures=[BY_CODE[code] for code in headlines.OCCASIONS],
        kinds=LISTS["kind"],
        forms=LISTS["form"],
    )
