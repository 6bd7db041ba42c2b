"""What the address of a page asks for, and what its templates need to ask for something else."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import ValidationError

from services.reporting import schemas
from services.reporting.counting.selection import Selection
from services.reporting.goals import words
from services.reporting.measures.written import written
from services.reporting.pages.choosing import chosen_filters, filters
from services.reporting.periods import this_year
from services.reporting.problems import UnknownDistrict
from services.reporting.queries import figures
from services.reporting.scope import scoped_to_caller, sees_everything
from shared.service import reading
from shared.web import staff

# What a role sees is not chosen, and cannot be taken away.
_FIXED = {"representative": {"municipality"}, "lecturer": {"lecturer"}}


def asked(**named: str | None) -> dict[str, Any]:
    """The question of the address, and `named` in its path; what cannot be read is told of and left out."""
    selection, trouble = _read(named)
    try:
        selection = scoped_to_caller(selection)
    except UnknownDistrict as problem:  # that of a municipality chosen before
        trouble.append(str(problem.title))
        selection = scoped_to_caller(replace(selection, district=None))
    caller = staff()
    role = caller.role if caller else ""
    is_free = caller is not None and sees_everything(caller)
    return {
        "selection": selection,
        "trouble": trouble,
        "filters": filters(selection, has_place=is_free and not named),
        "chosen_filters": chosen_filters(selection, {*request.args} - _FIXED.get(role, set()) - {*named}),
        "periods": _periods(selection),
        "address": address,
        "path": request.path.removeprefix("/reporting/"),
        "written": written,
        "goal_words": words,
        "sees_everything": is_free,
    }


def address(path: str = "", **changes: str | None) -> str:
    """This page, or another of the service's, with the same question and some of it changed."""
    asked = {**request.args.to_dict(), **changes}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/reporting/{path}?{query}" if query else f"/reporting/{path}"


def one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    """What the address asks for by that name, where it is one of those; else the default."""
    given = request.args.get(name, default)
    return given if given in allowed else default


def _read(named: dict[str, str | None]) -> tuple[Selection, list[str]]:
    sent = {**request.args.to_dict(), **{name: value or "" for name, value in named.items()}}
    try:
        return schemas.Question().load(sent, unknown="exclude"), []
    except ValidationError as error:
        trouble = [str(text) for texts in error.messages_dict.values() for text in texts]
        return Selection(period=this_year(), **named), trouble  # type: ignore[arg-type]


def _periods(selection: Selection) -> list[tuple[str, str]]:
    with reading() as session:
        known = [(row["period"], row["name"]) for row in figures.periods(session)]
    chosen = selection.period
    listed = {code for code, _name in known}
    for period in (this_year(), chosen):
        if period.code not in listed:
            listed.add(period.code)
            known.insert(0, (period.code, period.name))
    return known
