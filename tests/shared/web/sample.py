"""A small service with one route of each kind, made as the real ones are."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.auth import staff_access
from shared.i18n import gettext as _
from shared.i18n import lazy
from shared.ids import random_id
from shared.service import transaction
from shared.web import (
    ApiBlueprint,
    Form,
    PageBlueprint,
    Problem,
    public,
    raises,
    render,
    requires,
    see_other,
    unlogged,
)


class OccasionIsFull(Problem):
    """No place is left."""

    status = 409
    slug = "occasion_full"
    title = lazy("You need to sign in.")  # any text that has its Swedish one


class Session(Schema):
    """A row of a form."""

    room = fields.String(required=True, validate=validate.Length(max=5))
    day = fields.Date(required=True)


class New(Schema):
    """What the sample takes."""

    name = fields.String(required=True, validate=validate.Length(min=2, max=20))
    places = fields.Integer(validate=validate.Range(1, 40))
    form = fields.String(validate=validate.OneOf(["procured"]))
    sessions = fields.List(fields.Nested(Session))


class Receipt(Schema):
    """What the sample answers."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


def blueprints() -> tuple[ApiBlueprint, PageBlueprint]:
    """The sample's routes, made anew for each test."""
    api, pages = ApiBlueprint("registration"), PageBlueprint("registration")
    _add_api(api)
    _add_pages(pages)
    return api, pages


def _add_api(api: ApiBlueprint) -> None:
    @api.post("/things")
    @public
    @api.arguments(New)
    @api.response(201, Receipt)
    @raises(OccasionIsFull)
    def create(new: dict[str, Any]) -> Mapping[str, Any]:
        """Write a row for each call."""
        with transaction() as session:
            if new["name"] == "full":
                raise OccasionIsFull(errors={"name": [_("You need to sign in.")]})
            made = random_id()
            session.execute(sa.insert(staff_access).values(_row(made)))
        return {"id": made, "name": new["name"]}

    @api.delete("/things/<uuid:thing_id>")
    @requires("coordinator")
    @api.response(204)
    def delete(thing_id: UUID) -> None:
        """Delete nothing."""

    @api.get("/broken")
    @public
    def break_down() -> None:
        """Fail."""
        raise RuntimeError("anna.andersson@example.se")


def _add_pages(pages: PageBlueprint) -> None:
    @pages.route("/form", methods=["GET", "POST"])
    @public
    def show_form() -> str | Response:
        """A page with a form."""
        form = Form(New)
        if form.ok:
            return see_other("/registration/form")
        return render("form.html", form=form)

    @pages.get("/office")
    @requires("coordinator")
    def office() -> str:
        """A page for coordinators."""
        return render("form.html", form=Form(New))

    @pages.get("/answer/<token>")
    @public
    @unlogged
    def answer(token: str) -> str:
        """A page that leaves no trace."""
        return render("form.html", form=Form(New))

    @pages.get("/participants/<token>")
    @public
    def participant(token: str) -> str:
        """A page whose address holds a secret."""
        return render("form.html", form=Form(New))


def _row(made: UUID) -> dict[str, object]:
    return {"staff_id": made, "role": "lecturer", "is_active": True, "epoch": 1, "version": 1}
