"""The invoice basis by API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from services.registration import problems
from services.registration.files import charges
from services.registration.operations import waiving
from services.registration.queries.charges import Charge, list_charges, to_be_invoiced
from services.registration.schemas.charges import ChargeQuery, ChargeView, Waiver
from shared.service import reading, transaction
from shared.sheets import CSV, XLSX
from shared.web import ApiBlueprint, attached, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("registration", "charges", description="What is charged")

FILE = {"type": "string", "format": "binary"}


@blueprint.get("/charges")
@requires("coordinator")
@blueprint.arguments(ChargeQuery, location="query")
@blueprint.response(200, page_schema(ChargeView))
def list_all_charges(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """What is charged for the occasions that were held and ended in a period, a row for each registration."""
    found = _found(wanted)
    return page_of(found, len(found), 1, 1)


@blueprint.get("/charges.csv")
@requires("coordinator")
@blueprint.arguments(ChargeQuery, location="query")
@blueprint.response(200, FILE, content_type="text/csv")
def list_charges_as_csv(wanted: dict[str, Any]) -> Response:
    """The invoice basis as CSV (RFC 4180, UTF-8), in codes; without what was waived."""
    return _file(charges.as_csv(to_be_invoiced(_found(wanted))), CSV, wanted, "csv")


@blueprint.get("/charges.xlsx")
@requires("coordinator")
@blueprint.arguments(ChargeQuery, location="query")
@blueprint.response(200, FILE, content_type=XLSX)
def list_charges_as_xlsx(wanted: dict[str, Any]) -> Response:
    """The invoice basis as a workbook, in the reader's language; without what was waived."""
    return _file(charges.as_xlsx(to_be_invoiced(_found(wanted))), XLSX, wanted, "xlsx")


@blueprint.put("/registrations/<uuid:registration_id>/waiver")
@requires("coordinator")
@blueprint.arguments(Waiver)
@blueprint.response(200, ChargeView)
@raises(problems.RegistrationNotFound, problems.NothingIsCharged)
def waive_charge(waiver: dict[str, str], registration_id: UUID) -> Charge:
    """Let a charge go: it stays on the list with its reason, and is not invoiced."""
    with transaction() as session:
        return waiving.waive_charge(session, registration_id, waiver["reason"])


@blueprint.delete("/registrations/<uuid:registration_id>/waiver")
@requires("coordinator")
@blueprint.response(200, ChargeView)
@raises(problems.RegistrationNotFound, problems.NothingIsCharged, problems.NothingIsWaived)
def charge_after_all(registration_id: UUID) -> Charge:
    """Charge what was let go after all."""
    with transaction() as session:
        return waiving.charge_after_all(session, registration_id)


def _found(wanted: Mapping[str, Any]) -> list[Charge]:
    with reading() as session:
        return list_charges(session, wanted["period"], wanted["municipality"])


def _file(content: str | bytes, kind: str, wanted: Mapping[str, Any], ending: str) -> Response:
    name = "-".join(["charges", wanted["period"].code, *filter(None, [wanted["municipality"]])])
    return attached(content, kind, f"{name}.{ending}")
