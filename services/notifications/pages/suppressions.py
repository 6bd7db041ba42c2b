"""The page of the addresses to which nothing is sent, for coordinators."""

from typing import Any
from uuid import UUID

from flask import request, url_for

from services.notifications.bounces import returned as bounces
from services.notifications.bounces import suppressing
from shared.service import reading, transaction
from shared.web import PageBlueprint, render, requires, see_other
from shared.web.lists import count_pages, wanted_page

blueprint = PageBlueprint("notifications", "suppressing")
PER_PAGE = 50


@blueprint.get("/suppressions")
@requires("coordinator")
def list_suppressions() -> str:
    """The addresses, each with the reason, and how many reports have come back."""
    page = wanted_page()
    with reading() as session:
        rows, total = suppressing.list_suppressions(session, page, PER_PAGE)
        counts = bounces.count_by_kind(session)
    return render(
        "suppressions.html",
        rows=rows,
        total=total,
        page=page,
        pages=count_pages(total, PER_PAGE),
        counts=counts,
        is_released="released" in request.args,
    )


@blueprint.post("/suppressions/<uuid:suppression_id>/release")
@requires("coordinator")
def release(suppression_id: UUID) -> Any:
    """Send to the address again."""
    with transaction() as session:
        suppressing.release(session, suppression_id)
    return see_other(url_for("suppressing.list_suppressions", released="yes"))
