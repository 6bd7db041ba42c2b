"""Pages about representatives: every place with who holds it, the history of one, and the office's forms."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration.models import Representative
from services.registration.operations import representatives as operations
from services.registration.problems import MandateNotFound, PlaceNotFound
from services.registration.queries import representatives as queries
from services.registration.routes.representatives import visible_municipality
from services.registration.schemas import representatives as schemas
from services.registration.words.representatives import KINDS
from shared import clock
from shared.i18n import gettext as _
from shared.service import reading, service, transaction
from shared.web import Form, PageBlueprint, Problem, render, requires, see_other

blueprint = PageBlueprint("registration", "representatives", prefix="/registration/representatives")


@blueprint.get("/")
@requires("coordinator", "representative")
def list_places() -> str:
    """Every place: first those without a CKA, then all with who holds them."""
    municipality = visible_municipality(request.args.get("municipality") or None)
    words = request.args.get("q", "").strip()[:100]
    with reading() as session:
        found = queries.representation(session, service().region, municipality)
    return render(
        "representatives/list.html",
        found=found,
        shown=[item for item in found if item.is_like(words)],
        missing=queries.without_cka(found),
        q=words,
        units=sum(len(item.competence) for item in found),
        municipality=municipality,
        region_choices=_places()["municipalities"],
    )


@blueprint.get("/places/<municipality>")
@blueprint.get("/places/<municipality>/<district>")
@requires("coordinator", "representative")
def place(municipality: str, district: str | None = None) -> str:
    """Who holds a place, who will, and who did."""
    visible_municipality(municipality)
    with reading() as session:
        found = queries.representation(session, service().region, municipality)
    chosen = next((item for item in found if item.place.district == district), None)
    if chosen is None:
        raise PlaceNotFound()
    return render("representatives/place.html", found=chosen, kinds=KINDS)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("coordinator")
def name_representative() -> ResponseReturnValue:
    """Name somebody for a place."""
    form = Form(schemas.NewMandateForm, _suggested())
    if form.ok:
        try:
            with transaction() as session:
                accepts = form.data["accept_warnings"]
                named = operations.name_representative(session, form.data, accept_warnings=accepts)
            return _to_place(named)
        except Problem as problem:
            form.add_problem(problem)
    page = render("representatives/new.html", form=form, kinds=KINDS, labels=_labels(), **_places())
    return page, 422 if form.is_sent else 200


@blueprint.route("/<uuid:mandate_id>/change", methods=["GET", "POST"])
@requires("coordinator")
def change_mandate(mandate_id: UUID) -> ResponseReturnValue:
    """Put a mandate right: the person, the workplace, the days."""
    mandate = _found(mandate_id)
    form = Form(_form_of(mandate), _as_texts(mandate))
    if form.ok:
        change = {**form.data}
        accepts = change.pop("accept_warnings", True)  # a form of days alone has no address
        try:
            with transaction() as session:
                operations.change_mandate(session, mandate_id, change, accept_warnings=accepts)
            return _to_place(mandate)
        except Problem as problem:
            form.add_problem(problem)
    page = render("representatives/change.html", form=form, labels=_labels(), **_one(mandate))
    return page, 422 if form.is_sent else 200


@blueprint.route("/<uuid:mandate_id>/end", methods=["GET", "POST"])
@requires("coordinator")
def end_mandate(mandate_id: UUID) -> ResponseReturnValue:
    """Ask for the last day of a mandate."""
    mandate = _found(mandate_id)
    form = Form(schemas.MandateEnd, {"to_on": f"{max(clock.today(), mandate.from_on):%Y-%m-%d}"})
    if form.ok:
        try:
            with transaction() as session:
                operations.end_mandate(session, mandate_id, form.data["to_on"])
            return _to_place(mandate)
        except Problem as problem:
            form.add_problem(problem)
    page = render("representatives/end.html", form=form, labels=_labels(), **_one(mandate))
    return page, 422 if form.is_sent else 200


def _found(mandate_id: UUID) -> Representative:
    with reading() as session:
        mandate = queries.find_mandate(session, mandate_id)
    if mandate.person.erased_at:
        raise MandateNotFound()
    return mandate


def _form_of(mandate: Representative) -> type[schemas.MandateDays]:
    if mandate.person.is_protected:
        return schemas.MandateDays
    return schemas.UnitMandateForm if mandate.kind == "competence" else schemas.MandateForm


def _one(mandate: Representative) -> dict[str, Any]:
    place = queries.place_of(service().region, mandate.municipality, mandate.district)
    return {"mandate": mandate, "place": place, "kinds": KINDS}


def _to_place(mandate: Representative) -> ResponseReturnValue:
    address = url_for("representatives.place", municipality=mandate.municipality, district=mandate.district)
    return see_other(address)


def _suggested() -> dict[str, str]:
    names = ("kind", "municipality", "district")
    asked = {name: request.args.get(name, "") for name in names}
    return {**asked, "kind": asked["kind"] or "cka", "from_on": f"{clock.today():%Y-%m-%d}"}


def _as_texts(mandate: Representative) -> dict[str, str]:
    person, days = mandate.person, {"from_on": mandate.from_on, "to_on": mandate.to_on}
    texts = {name: f"{value:%Y-%m-%d}" if value else "" for name, value in days.items()}
    if not person.is_protected:
        texts |= {name: getattr(person, name) for name in ("given_name", "family_name", "email")}
    return texts | {"workplace": mandate.workplace or ""}


def _places() -> dict[str, Any]:
    municipalities = service().region.open_municipalities
    return {
        "municipalities": [(item.code, item.name) for item in municipalities],
        "cities": [item for item in municipalities if item.districts],
        "districts": [(d.slug, d.name) for item in municipalities for d in item.open_districts],
    }


def _labels() -> dict[str, str]:
    return {
        "kind": _("Assignment"),
        "municipality": _("Municipality"),
        "district": _("City district"),
        "workplace": _("Workplace"),
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "email": _("E-mail"),
        "from_on": _("First day"),
        "to_on": _("Last day of the mandate"),
    }
