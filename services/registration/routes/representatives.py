"""Representatives by API: all for the office, and for a representative those of the own municipality."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response

from services.registration import problems
from services.registration.files import representatives
from services.registration.models import Representative
from services.registration.operations import representatives as operations
from services.registration.queries import representatives as queries
from services.registration.schemas import representatives as schemas
from services.registration.words.representatives import state_of
from shared.service import reading, service, transaction
from shared.sheets import CSV, XLSX
from shared.web import ApiBlueprint, attached, page_of, page_schema, raises, requires, signed_in_staff

blueprint = ApiBlueprint("registration", "representatives", "Representatives of municipalities and districts")
FILE = {"type": "string", "format": "binary"}
_REFUSED = (problems.PlaceIsTaken, problems.AlreadyRepresents, problems.EndsBeforeItBegins)
_SEES = (problems.NotYourMunicipality, problems.PlaceNotFound)


@blueprint.get("/representatives")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.RepresentativeQuery, location="query")
@blueprint.response(200, page_schema(schemas.MandateView))
@raises(*_SEES)
def list_representatives(wanted: dict[str, str]) -> Mapping[str, Any]:
    """Every mandate that is, was or comes, the newest first."""
    municipality = visible_municipality(wanted.get("municipality"))
    with reading() as session:
        found = queries.list_mandates(session, municipality)
    chosen = [item for item in found if _is_wanted(item, wanted)]
    return page_of(chosen, len(chosen), 1, 1)


@blueprint.get("/representatives/missing")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.PlaceQuery, location="query")
@blueprint.response(200, page_schema(schemas.VacantPlaceView))
@raises(*_SEES)
def list_vacant_places(wanted: dict[str, str]) -> Mapping[str, Any]:
    """The municipalities and city districts that have no CKA now."""
    vacant = queries.without_cka(_representation(wanted))
    return page_of(vacant, len(vacant), 1, 1)


@blueprint.get("/representatives.csv")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.PlaceQuery, location="query")
@blueprint.response(200, FILE, content_type="text/csv")
@raises(*_SEES)
def list_representatives_as_csv(wanted: dict[str, str]) -> Response:
    """Every mandate, and the places without a CKA, as CSV (RFC 4180, UTF-8), in codes."""
    text = representatives.as_csv(_representation(wanted))
    return attached(text, CSV, "representatives.csv")


@blueprint.get("/representatives.xlsx")
@requires("coordinator", "representative")
@blueprint.arguments(schemas.PlaceQuery, location="query")
@blueprint.response(200, FILE, content_type=XLSX)
@raises(*_SEES)
def list_representatives_as_xlsx(wanted: dict[str, str]) -> Response:
    """Every mandate, and the places without a CKA, as a workbook in the reader's language."""
    return attached(representatives.as_xlsx(_representation(wanted)), XLSX, "representatives.xlsx")


@blueprint.post("/representatives")
@requires("coordinator")
@blueprint.arguments(schemas.NewMandate)
@blueprint.response(201, schemas.MandateView)
@raises(*_REFUSED)
def name_representative(new: dict[str, Any]) -> Representative:
    """Name somebody for a place; a place has one CKA at a time, and any number of others."""
    with transaction() as session:
        return operations.name_representative(session, new)


@blueprint.patch("/representatives/<uuid:mandate_id>")
@requires("coordinator")
@blueprint.arguments(schemas.MandateChange)
@blueprint.response(200, schemas.MandateView)
@raises(problems.MandateNotFound, *_REFUSED)
def change_mandate(change: dict[str, Any], mandate_id: UUID) -> Representative:
    """Change the person, the workplace or the days; a successor is a mandate of its own."""
    with transaction() as session:
        return operations.change_mandate(session, mandate_id, change)


@blueprint.post("/representatives/<uuid:mandate_id>/end")
@requires("coordinator")
@blueprint.arguments(schemas.MandateEnd)
@blueprint.response(200, schemas.MandateView)
@raises(problems.MandateNotFound, *_REFUSED)
def end_mandate(end: dict[str, Any], mandate_id: UUID) -> Representative:
    """Let a mandate end with that day, which still belongs to it."""
    with transaction() as session:
        return operations.end_mandate(session, mandate_id, end["to_on"])


def visible_municipality(asked: str | None) -> str | None:
    """The municipality that the caller asks for and may see; None for all of them.

    Raises NotYourMunicipality, PlaceNotFound.
    """
    caller = signed_in_staff()
    if caller.role == "representative":
        if asked not in (None, caller.municipality):
            raise problems.NotYourMunicipality()
        return caller.municipality or ""
    if asked is not None and service().region.municipality(asked) is None:
        raise problems.PlaceNotFound()
    return asked


def _representation(wanted: dict[str, str]) -> Sequence[queries.Representation]:
    municipality = visible_municipality(wanted.get("municipality"))
    with reading() as session:
        return queries.representation(session, service().region, municipality)


def _is_wanted(mandate: Representative, wanted: dict[str, str]) -> bool:
    has_kind = wanted.get("kind") in (None, mandate.kind)
    return has_kind and wanted.get("state") in (None, state_of(mandate))
