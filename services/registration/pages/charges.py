"""The invoice basis: what each municipality is charged in a period."""

from datetime import timedelta

from flask import request

from services.registration.operations.charging import WHY
from services.registration.pages.blueprints import office
from services.registration.periods import Period, parse_period, tertial_of
from services.registration.queries.charges import list_charges, sums_of
from shared import clock
from shared.service import reading, service
from shared.web import render, requires

_TERTIALS = 6


@office.get("/charges")
@requires("coordinator")
def charges() -> str:
    """The charges of a period, all or one municipality's; without one those of the present tertial."""
    offered = _offered()
    period = parse_period(request.args.get("period", "")) or offered[0]
    municipality = service().region.municipality(request.args.get("municipality"))
    with reading() as session:
        found = list_charges(session, period, municipality.code if municipality else None)
    return render(
        "manage/charges.html",
        charges=found,
        sums=sums_of(found),
        period=period,
        offered=offered if period in offered else [period, *offered],
        municipality=municipality,
        why=WHY,
    )


def _offered() -> list[Period]:
    """The present tertial, and those before it."""
    found = [tertial_of(clock.today())]
    while len(found) < _TERTIALS:
        found.append(tertial_of(found[-1].first - timedelta(days=1)))
    return found
