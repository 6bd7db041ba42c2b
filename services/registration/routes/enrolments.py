"""The list of an occasion's registrations, by API and as files."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from services.registration import problems, queries
from services.registration.files import participants
from services.registration.queries import enrolments
from services.registration.schemas.enrolments import EnrolmentQuery, EnrolmentView
from shared.service import reading
from shared.sheets import CSV, XLSX
from shared.web import ApiBlueprint, attached, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("registration", "enrolments", description="The list of registrations")

FILE = {"type": "string", "format": "binary"}
PAGE_SIZE = 100


@blueprint.get("/occasions/<uuid:occasion_id>/registrations")
@requires("coordinator")
@blueprint.arguments(EnrolmentQuery, location="query")
@blueprint.response(200, page_schema(EnrolmentView))
@raises(problems.OccasionNotFound)
def list_registrations(wanted: dict[str, Any], occasion_id: UUID) -> Mapping[str, Any]:
    """The participants with their needs; by status unless sorted otherwise, and the queue in its order.

    An unnamed place of a group has neither name nor address, and a protected identity's are left out.
    """
    number = wanted.pop("page")
    statuses = [wanted.pop("status")] if "status" in wanted else ()
    criteria = enrolments.EnrolmentCriteria(statuses=statuses, **wanted)
    with reading() as session:
        queries.find_occasion(session, occasion_id)
        page = enrolments.find_enrolments(session, occasion_id, criteria, number, PAGE_SIZE)
    return page_of(page.items, page.total, number, page.pages)


@blueprint.get("/occasions/<uuid:occasion_id>/registrations.csv")
@requires("coordinator")
@blueprint.response(200, FILE, content_type="text/csv")
@raises(problems.OccasionNotFound)
def list_registrations_as_csv(occasion_id: UUID) -> Response:
    """The whole list as CSV (RFC 4180, UTF-8), in codes."""
    text = participants.as_csv(_all(occasion_id))
    return attached(text, CSV, f"{occasion_id}.csv")


@blueprint.get("/occasions/<uuid:occasion_id>/registrations.xlsx")
@requires("coordinator")
@blueprint.response(200, FILE, content_type=XLSX)
@raises(problems.OccasionNotFound)
def list_registrations_as_xlsx(occasion_id: UUID) -> Response:
    """The whole list as a workbook, in the reader's language."""
    return attached(participants.as_xlsx(_all(occasion_id)), XLSX, f"{occasion_id}.xlsx")


def _all(occasion_id: UUID) -> "list[enrolments.Enrolment]":
    with reading() as session:
        queries.find_occasion(session, occasion_id)
        return list(enrolments.list_enrolments(session, occasion_id))
