"""The dashboard: goals, headlines, the year's curve, the map, who is missing, and what comes next."""

from collections.abc import Callable, Mapping
from typing import Any

from services.reporting.dashboard import headlines
from services.reporting.dashboard.curve import curve
from services.reporting.dashboard.outlook import ahead, open_evaluations
from services.reporting.dashboard.tile_map import tile_map
from services.reporting.goals.outcomes import rows as goal_rows
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.pages.asking import asked, one_of
from services.reporting.pages.blueprints import EVERYONE, pages
from services.reporting.pages.lecturers import lecturer_page
from services.reporting.pages.municipalities import municipality_page
from services.reporting.queries import figures
from services.reporting.queries.breakdown import DIMENSIONS
from shared.service import reading, service
from shared.web import render, staff

_LANDS_ON: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "representative": municipality_page,
    "lecturer": lecturer_page,
}


@pages.get("/")
@EVERYONE
def show_dashboard() -> str:
    """The figures of a period for whoever leads; a representative and a lecturer come to what is theirs."""
    caller = staff()
    question = asked()
    if caller is not None and caller.role in _LANDS_ON:
        return _LANDS_ON[caller.role](question)
    region, selection = service().region, question["selection"]
    sort = one_of("sort", (*headlines.TABLE, "name"), "name")
    shown = BY_CODE[one_of("map", headlines.MAPS, headlines.MAPS[int(selection.counts_part_of_staff)])]
    with reading() as session:
        rows = figures.municipalities(session, region, selection)
        context = {
            "headlines": headlines.headlines(session, region, selection),
            "goals": goal_rows(session, region, selection.period, names_places=question["sees_everything"]),
            "curve": curve(session, selection),
            "ahead": ahead(session, selection),
            "open": open_evaluations(session, selection),
        }
    return render(
        "dashboard.html",
        **question,
        **context,
        rows=headlines.in_order(rows, sort),
        sort=sort,
        table=[BY_CODE[code] for code in headlines.TABLE],
        maps=[BY_CODE[code] for code in headlines.MAPS],
        map=tile_map(region, rows, shown),
        ranked=headlines.in_order([row for row in rows if row["district"] is None], shown.code),
        missing=headlines.without_participants(rows),
        dimensions=DIMENSIONS,
    )
