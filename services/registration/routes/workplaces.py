"""Workplaces by API: suggestions for everybody, the list for the office."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, current_app

from services.registration import problems, schemas
from services.registration.models import Workplace
from services.registration.operations import workplaces as operations
from services.registration.queries import workplaces as queries
from shared.service import reading, transaction
from shared.web import ApiBlueprint, count_pages, page_of, page_schema, public, raises, requires

blueprint = ApiBlueprint("registration", "workplaces", description="Workplaces")

KEPT = "public, max-age=300"


@blueprint.get("/workplaces")
@public
@blueprint.arguments(schemas.SuggestionQuery, location="query")
@blueprint.alt_response(200, schema=schemas.Suggestions)
def suggest_workplaces(wanted: dict[str, Any]) -> Response:
    """Names of known workplaces that fit what somebody types, at most twenty."""
    with reading() as session:
        names = queries.suggest_workplaces(session, wanted.get("municipality"), wanted["q"])
    return Response(
        current_app.json.dumps({"items": names}),
        content_type="application/json",
        headers={"Cache-Control": KEPT},
    )


@blueprint.get("/workplaces/all")
@requires("coordinator")
@blueprint.arguments(schemas.WorkplaceQuery, location="query")
@blueprint.response(200, page_schema(schemas.WorkplaceView))
def list_workplaces(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """The list of workplaces, or those that are closed, by name."""
    number = wanted.pop("page")
    with reading() as session:
        page = queries.find_workplaces(session, queries.WorkplaceCriteria(**wanted), number)
    return page_of(page.items, page.total, number, page.pages)


@blueprint.post("/workplaces")
@requires("coordinator")
@blueprint.arguments(schemas.NewWorkplace)
@blueprint.response(201, schemas.WorkplaceView)
@raises(problems.WorkplaceIsKnown)
def add_workplace(new: dict[str, Any]) -> Workplace:
    """Add a workplace."""
    with transaction() as session:
        return operations.add_workplace(session, new)


@blueprint.patch("/workplaces/<uuid:workplace_id>")
@requires("coordinator")
@blueprint.arguments(schemas.WorkplaceChange)
@blueprint.response(200, schemas.WorkplaceView)
@raises(problems.WorkplaceNotFound, problems.WorkplaceIsKnown)
def change_workplace(change: dict[str, Any], workplace_id: UUID) -> Workplace:
    """Change, close or open a workplace; with another name its registrations are written so too."""
    with transaction() as session:
        return operations.change_workplace(session, workplace_id, change)


@blueprint.post("/workplaces/<uuid:workplace_id>/merge")
@requires("coordinator")
@blueprint.arguments(schemas.WorkplaceMerger)
@blueprint.response(200, schemas.WorkplaceView)
@raises(problems.WorkplaceNotFound, problems.WorkplacesAreApart)
def merge_workplaces(merger: dict[str, UUID], workplace_id: UUID) -> Workplace:
    """Close a workplace that is another one under a second name; answers the one that stays."""
    with transaction() as session:
        return operations.merge_workplaces(session, workplace_id, merger["into_id"])


@blueprint.get("/workplaces/typed")
@requires("coordinator")
@blueprint.arguments(schemas.TypedQuery, location="query")
@blueprint.response(200, page_schema(schemas.TypedWorkplaceView))
def list_typed_workplaces(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """What participants typed that is not on the list, the most frequent first."""
    with reading() as session:
        found = queries.typed_workplaces(session, wanted["q"], wanted.get("municipality"))
    first = (wanted["page"] - 1) * queries.PAGE_SIZE
    pages = count_pages(len(found), queries.PAGE_SIZE)
    return page_of(found[first : first + queries.PAGE_SIZE], len(found), wanted["page"], pages)


@blueprint.post("/workplaces/<uuid:workplace_id>/typed")
@requires("coordinator")
@blueprint.arguments(schemas.TypedName)
@blueprint.response(200, schemas.AdoptionReceipt)
@raises(problems.WorkplaceNotFound, problems.WorkplacesAreApart)
def adopt_typed_workplace(typed: dict[str, str], workplace_id: UUID) -> Mapping[str, int]:
    """Write a workplace's name where people of its place typed another."""
    with transaction() as session:
        return {"registrations": operations.adopt_typed(session, workplace_id, typed["name"])}
