"""A page for each municipality and city district, where its representative lands."""

from typing import Any

from services.reporting.dashboard import place
from services.reporting.dashboard.curve import curve
from services.reporting.dashboard.headlines import TABLE
from services.reporting.dashboard.outlook import ahead
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.pages.asking import asked
from services.reporting.pages.blueprints import pages
from services.reporting.problems import NoSuchPlace, UnknownMunicipality
from services.reporting.queries.breakdown import DIMENSIONS
from shared.service import reading, service
from shared.web import render, requires


@pages.get("/municipalities/<code>")
@pages.get("/municipalities/<code>/<district>")
@requires("coordinator", "representative")
def show_municipality(code: str, district: str | None = None) -> str:
    """Everything about one municipality, or one of its districts."""
    try:
        question = asked(municipality=code, district=district)
    except UnknownMunicipality as problem:
        raise NoSuchPlace() from problem
    if question["selection"].district != district:
        raise NoSuchPlace()
    return municipality_page(question)


def municipality_page(question: dict[str, Any]) -> str:
    """The page of the place that a question is about."""
    region, selection = service().region, question["selection"]
    with reading() as session:
        context = {
            "headlines": place.headlines_beside(session, region, selection),
            "facts": place.facts(session, region, selection),
            "districts": place.districts(session, region, selection),
            "parts": place.in_parts(session, region, selection),
            "activities": place.activities(session, region, selection),
            "goals": place.goals(session, region, selection),
            "curve": curve(session, selection),
            "ahead": ahead(session, selection),
        }
    return render(
        "municipality.html",
        **question,
        **context,
        table=[BY_CODE[code] for code in TABLE],
        participants=BY_CODE["participants"],
        hours=BY_CODE["hours"],
        dimensions=DIMENSIONS,
    )
