"""The invoice basis: what each municipality is charged in a period."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration.operations import waiving
from services.registration.operations.charging import WHY
from services.registration.pages.blueprints import office
from services.registration.pages.filters import Filters
from services.registration.periods import Period, parse_period, tertial_of
from services.registration.queries.catalogue import Page
from services.registration.queries.charges import Charge, Sum, find_charge, list_charges, matching, sums_of
from services.registration.schemas.charges import ChargeFilters, Waiver
from shared import clock
from shared.service import reading, service, transaction
from shared.web import Form, render, requires, see_other

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
        waived=sum(item.waiver_reason is not None for item in found),
        period=period,
        offered=offered if period in offered else [period, *offered],
        municipality=municipality,
        why=WHY,
    )


@office.route("/registrations/<uuid:registration_id>/waiver", methods=["GET", "POST"])
@requires("coordinator")
def waive_charge(registration_id: UUID) -> ResponseReturnValue:
    """Let a charge go for a reason; or charge after all what was let go."""
    form = Form(Waiver)
    with reading() as session:
        charge = find_charge(session, registration_id)
    back = url_for("office.charges", period=tertial_of(charge.ends_on).code, _anchor="each")
    if "restore" in request.form:
        with transaction() as session:
            waiving.charge_after_all(session, registration_id)
        return see_other(back)
    if form.ok:
        with transaction() as session:
            waiving.waive_charge(session, registration_id, form.data["reason"])
        return see_other(back)
    page = render("manage/waiver.html", form=form, charge=charge, back=back, why=WHY)
    return page, 422 if form.is_sent else 200


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
