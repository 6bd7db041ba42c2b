"""Evaluations, for the office and for lecturers; results and masking are pages of their own."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from services.evaluation import operations
from services.evaluation.pages.blueprints import pages
from services.evaluation.queries import evaluations as queries
from services.evaluation.queries.lecturers import report_of
from services.evaluation.queries.results import evaluation_results
from services.evaluation.queries.surveys import comparison_at_hand
from services.evaluation.schemas.evaluations import ActivityQuery, EvaluationQuery
from services.evaluation.tertials import last_day
from shared import clock, neighbours
from shared.service import reading, transaction
from shared.vocabulary import FORMS, KINDS
from shared.web import Staff, render, requires, see_other, signed_in_staff

PAGE_SIZE = 25
LATEST = 10  # of the occasions that nobody was asked about
_FIRST_PAGE = {"page": 1, "per_page": PAGE_SIZE}
_OF_OCCASIONS = ("occasion", "follow_up")  # surveys have a list of their own


@pages.get("/")
@requires("coordinator", "lecturer")
def list_evaluations() -> str:
    """The evaluations a member of staff may see, with their response rates."""
    wanted, caller = wanted_by(EvaluationQuery()), signed_in_staff()
    with reading() as session:
        page = queries.list_evaluations(session, caller, **wanted, purposes=_OF_OCCASIONS)
        periods = queries.list_periods(session, caller)
        tertials = queries.list_tertials(session) if coordinates(caller) else []
        unasked, unasked_in_all = (
            queries.list_unasked(session, per_page=LATEST) if coordinates(caller) else ([], 0)
        )
    return render(
        "evaluations.html",
        page=page,
        wanted=wanted,
        kinds=KINDS,
        periods=periods,
        tertials=tertials,
        forms=FORMS,
        unasked=unasked,
        unasked_in_all=unasked_in_all,
        address=address_without_page("/evaluation/", wanted),
        is_over=lambda tertial: last_day(tertial) < clock.today(),
    )


@pages.get("/evaluations/<uuid:evaluation_id>")
@requires("coordinator", "lecturer")
def show_evaluation(evaluation_id: UUID) -> str:
    """One evaluation: the response rate while it is open, its results from the closing on."""
    caller = signed_in_staff()
    with reading() as session:
        results = evaluation_results(session, caller, evaluation_id)
        survey = results.mine.evaluation if results.purpose == "survey" else None
        beside = {
            "report": report_of(session, evaluation_id) if coordinates(caller) else None,
            "comparison": comparison_at_hand(session, survey) if survey else None,
        }
    return render(
        "evaluation.html",
        results=results,
        seen=results.mine,
        coordinates=coordinates(caller),
        **beside,
    )


@pages.post("/evaluations/<uuid:evaluation_id>/close")
@requires("coordinator")
def close_evaluation(evaluation_id: UUID) -> Response:
    """Close an evaluation before its last day."""
    with transaction() as session:
        operations.close_evaluation(session, evaluation_id)
    return see_other(neighbours.evaluation(evaluation_id))


@pages.post("/periods/<string:tertial>/publish")
@requires("coordinator")
def publish_tertial(tertial: str) -> Response:
    """Publish a tertial that is over."""
    with transaction() as session:
        operations.publish_tertial(session, tertial)
    return see_other(neighbours.evaluations())


def wanted_by(schema: ActivityQuery) -> dict[str, Any]:
    """What the address asks for; a page shows its first page rather than refuse a wrong one."""
    given = {name: value for name, value in request.args.items() if value and name != "lang"}
    try:
        return {**schema.load(given), "per_page": PAGE_SIZE}
    except ValidationError:
        return dict(_FIRST_PAGE)


def address_without_page(path: str, wanted: Mapping[str, Any]) -> str:
    """The address that asks for the same, for the links between the pages of a list."""
    given = {name: str(value) for name, value in wanted.items() if name not in _FIRST_PAGE}
    return f"{path}?{urlencode(given)}&" if given else f"{path}?"


def coordinates(caller: Staff) -> bool:
    """Whether the caller is of the office."""
    return caller.role in ("admin", "coordinator")
