"""The invoice basis: what each municipality is charged in a period."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from services.registration.operations.charging import WHY
from services.registration.pages.blueprints import office
from services.registration.pages.filters import Filters
from services.registration.periods import Period, parse_period, tertial_of
from services.registration.queries.catalogue import Page
from services.registration.queries.charges import Charge, Sum, list_charges, matching, sums_of
from services.registration.schemas.charges import ChargeFilters
from shared import clock
from shared.service import reading, service
from shared.web import render, requires

SIZE = 50
_TERTIALS = 6
_FILTERS = ChargeFilters()


@office.get("/charges")
@requires("coordinator")
def charges() -> str:
    """The charges of a period, all or one municipality's; without one those of the present tertial."""
    filters, offered = Filters(_FILTERS), _offered()
    period = parse_period(filters.value("period")) or offered[0]
    municipality = service().region.municipality(filters.value("municipality"))
    with reading() as session:
        everything = list_charges(session, period, municipality.code if municipality else None)
    found = matching(everything, filters.data["q"])
    sums, page = sums_of(found), _page_of(found, filters.page)
    return render(
        "manage/charges.html",
        charges=everything,
        page=page,
        runs=_by_municipality(page.items, sums),
        sums=sums,
        filters=filters,
        period=period,
        offered=offered if period in offered else [period, *offered],
        municipality=municipality,
        why=WHY,
    )


def _page_of(found: Sequence[Charge], number: int) -> Page[Charge]:
    begin = (number - 1) * SIZE
    return Page(found[begin : begin + SIZE], len(found), number, SIZE)


def _by_municipality(items: Sequence[Charge], sums: Sequence[Sum]) -> list[tuple[Sum, list[Charge]]]:
    """The charges of a page under the sum of their municipality, which may go on from the page before."""
    known = {item.municipality: item for item in sums}
    return [(known[code], list(run)) for code, run in groupby(items, key=lambda item: item.municipality)]


def _offered() -> list[Period]:
    """The present tertial, and those before it."""
    found = [tertial_of(clock.today())]
    while len(found) < _TERTIALS:
        found.append(tertial_of(found[-1].first - timedelta(days=1)))
    return found
