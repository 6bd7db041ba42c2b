"""The figures broken down by one dimension, as a page."""

from flask import request

from services.reporting.dashboard.headlines import BREAKDOWN
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.measure import Kind
from services.reporting.pages.asking import asked, one_of
from services.reporting.pages.blueprints import EVERYONE, pages
from services.reporting.queries.breakdown import DIMENSIONS, Dimension, breakdown
from shared.i18n import gettext as _
from shared.service import reading, service
from shared.web import render


@pages.get("/breakdown")
@EVERYONE
def show_breakdown() -> str:
    """A row for each value of one dimension, and the whole."""
    question = asked()
    by = Dimension(one_of("by", tuple(DIMENSIONS), Dimension.ROLE))
    if by != request.args.get("by", by):
        question["trouble"].append(_("There is nothing of that name to break the figures down by."))
    with reading() as session:
        found = breakdown(session, service().region, question["selection"], by)
    shown = [BY_CODE[code] for code in BREAKDOWN if code in found["total"]]
    if by not in (Dimension.MUNICIPALITY, Dimension.DISTRICT):  # of no others are answers published
        shown = [measure for measure in shown if measure.kind is not Kind.EVALUATION]
    return render(
        "breakdown.html",
        **question,
        by=by,
        dimensions=DIMENSIONS,
        rows=found["items"],
        total=found["total"],
        overlapping=[measure for measure in shown if measure.code in found["overlapping"]],
        measures=shown,
    )
