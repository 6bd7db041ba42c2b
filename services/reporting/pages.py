"""The pages of reporting: the dashboard, the occasions of a period, and what every measure means."""

from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import ValidationError

from services.reporting import dashboard, goals, operations, schemas
from services.reporting.measure import Kind, Sums
from services.reporting.measures import BY_CODE, MEASURES
from services.reporting.outlook import ahead, open_evaluations
from services.reporting.periods import this_year
from services.reporting.routes import scoped_to_caller
from services.reporting.scope import sees_everything
from services.reporting.selection import Selection
from services.reporting.tile_map import tile_map
from services.reporting.written import written
from shared.i18n import gettext as _
from shared.i18n import lazy
from shared.service import reading, service
from shared.vocabulary import EMPLOYERS, FORMS, KINDS, ROLES, SIDES
from shared.web import Form, PageBlueprint, render, requires, staff

blueprint = PageBlueprint("reporting")
EVERYONE = requires("coordinator", "representative", "lecturer")
PAGE_SIZE = 40

_SUMS = {
    Sums.ADD_UP: lazy("The parts add up to the whole."),
    Sums.OVERLAP: lazy("The parts may overlap, so they do not add up to the whole."),
    Sums.RATIO: lazy("A share or a mean, which is not added up."),
}


@blueprint.get("/")
@EVERYONE
def show_dashboard() -> str:
    """The figures of a period: headlines, goals, the map, the table, and what comes next."""
    asked = _asked()
    region, selection = service().region, asked["selection"]
    sort = _one_of("sort", (*dashboard.TABLE, "name"), "name")
    shown = BY_CODE[_one_of("map", dashboard.MAPS, dashboard.MAPS[int(selection.counts_part_of_staff)])]
    with reading() as session:
        rows = operations.municipalities(session, region, selection)
        context = {
            "headlines": dashboard.headlines(session, region, selection),
            "goals": goals.rows(session, region, selection.period, names_places=asked["sees_everything"]),
            "ahead": ahead(session, selection),
            "open": open_evaluations(session, selection),
        }
    return render(
        "dashboard.html",
        **asked,
        **context,
        rows=dashboard.in_order(rows, sort),
        sort=sort,
        table=[BY_CODE[code] for code in dashboard.TABLE],
        maps=[BY_CODE[code] for code in dashboard.MAPS],
        map=tile_map(region, rows, shown),
        missing=dashboard.without_participants(rows),
        compared_with=dashboard.compared_with(selection.period),
    )


@blueprint.get("/occasions")
@EVERYONE
def show_occasions() -> str:
    """The occasions of a period with their figures."""
    asked = _asked()
    page = max(1, request.args.get("page", 1, type=int))
    with reading() as session:
        rows, total = operations.occasions(session, asked["selection"], page, PAGE_SIZE)
    return render(
        "occasions.html",
        **asked,
        rows=rows,
        measures=[BY_CODE[code] for code in dashboard.OCCASIONS],
        kinds=KINDS,
        forms=FORMS,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
    )


@blueprint.get("/definitions")
@EVERYONE
def show_definitions() -> str:
    """What every measure means and how it is computed."""
    return render("definitions.html", measures=MEASURES, kinds=_kinds(), sums=_SUMS)


def _asked() -> dict[str, Any]:
    """What the address asks for, and what the templates need to ask for something else."""
    form = Form(schemas.Question, initial=request.args)
    trouble: list[str] = []
    try:
        selection: Selection = schemas.Question().load(request.args.to_dict(), unknown="exclude")
    except ValidationError as error:
        trouble = [str(text) for texts in error.messages_dict.values() for text in texts]
        selection = Selection(period=this_year())
    caller = staff()
    return {
        "selection": scoped_to_caller(selection),
        "form": form,
        "trouble": trouble,
        "filters": _filters(),
        "periods": _periods(selection),
        "address": _address,
        "written": written,
        "sees_everything": caller is not None and sees_everything(caller),
    }


def _kinds() -> list[tuple[Kind, str, str]]:
    return [
        (
            Kind.PARTICIPATION,
            _("Participation"),
            _(
                "A participation counts on the day of its session, a registration and an occasion on the day "
                "of the last session, all by Swedish time. A person counts where the workplace lies."
            ),
        ),
        (
            Kind.EVALUATION,
            _("Evaluation"),
            _(
                "Results are published for each closed occasion, each tertial and each year, never for fewer "
                "than five answers."
            ),
        ),
    ]


def _filters() -> list[tuple[str, str, Any]]:
    return [
        ("role", _("Role"), ROLES),
        ("employer", _("Employer"), EMPLOYERS),
        ("side", _("Side"), SIDES),
        ("kind", _("Kind"), KINDS),
        ("form", _("Form"), FORMS),
    ]


def _periods(selection: Selection) -> list[tuple[str, str]]:
    with reading() as session:
        known = [(row["period"], row["name"]) for row in operations.periods(session)]
    chosen = selection.period
    listed = {code for code, _name in known}
    for period in (this_year(), chosen):
        if period.code not in listed:
            listed.add(period.code)
            known.insert(0, (period.code, period.name))
    return known


def _one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    given = request.args.get(name, default)
    return given if given in allowed else default


def _address(path: str = "", **changes: str | None) -> str:
    """This page, or another of the service's, with the same question and some of it changed."""
    asked = {**request.args.to_dict(), **changes}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/reporting/{path}?{query}" if query else f"/reporting/{path}"
