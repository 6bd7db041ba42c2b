"""The booker's form: several colleagues of one unit, registered in one go."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries
from services.registration.counter import registering
from services.registration.pages.blueprints import public_pages
from services.registration.pages.choices import place_choices
from services.registration.pages.refusals import refuse
from services.registration.problems import NeedsConfirmation
from services.registration.schemas.groups import MOST_MEMBERS
from services.registration.schemas.public_forms import GroupForm
from services.registration.words.standing import availability
from shared.i18n import current_language
from shared.service import reading
from shared.web import Form, Problem, public, render, see_other

_ROWS = 5


@public_pages.route("/occasions/<uuid:occasion_id>/group", methods=["GET", "POST"])
@public
def register_group(occasion_id: UUID) -> ResponseReturnValue:
    """Register several colleagues of one unit: all get places, or all wait."""
    form, is_warned = Form(GroupForm), False
    if form.ok and not _wants_more_rows():
        try:
            receipt = _register(occasion_id, form.data)
        except Problem as problem:
            if problem.status == 404:
                raise
            is_warned = isinstance(problem, NeedsConfirmation)
            problem.errors = {_as_sent(name, form.values): text for name, text in problem.errors.items()}
            refuse(form, problem)
        else:
            return see_other(url_for("pages.group", token=receipt.token, new="yes"))
    if _wants_more_rows():
        form.errors, form.problem = {}, None
    with reading() as session:
        found = queries.find_public_occasion(session, occasion_id)
    page = render(
        "group_form.html",
        form=form,
        rows=_count_rows(form.values),
        occasion=found,
        is_warned=is_warned,
        available=availability(found),
        most=MOST_MEMBERS,
        **place_choices(),
    )
    return page, 422 if form.errors or form.problem else 200


def _register(occasion_id: UUID, given: Mapping[str, Any]) -> operations.GroupReceipt:
    new = {**given, "booker": {**given["booker"], "language": current_language()}}
    accepts = new.pop("accept_warnings")
    with registering() as session:
        return operations.register_group(session, occasion_id, new, accept_warnings=accepts)


def _wants_more_rows() -> bool:
    return "more" in request.form


def _rows(values: Mapping[str, Any]) -> list[int]:
    """The numbers of the rows in which something is written."""
    filled = (name.split(".") for name, text in values.items() if name.startswith("members.") and text)
    return sorted({int(parts[1]) for parts in filled if len(parts) == 3 and parts[1].isdecimal()})


def _count_rows(values: Mapping[str, Any]) -> int:
    rows = _rows(values)
    shown = max(_ROWS, rows[-1] + 1 if rows else 0)
    return min(MOST_MEMBERS, shown + _ROWS if _wants_more_rows() else shown)


def _as_sent(name: str, values: Mapping[str, Any]) -> str:
    """The field's name with the number of its row in the form, where it has that of the member."""
    head, _, rest = name.partition(".")
    index, _, leaf = rest.partition(".")
    if head != "members" or not index.isdecimal():
        return name
    return f"members.{_rows(values)[int(index)]}.{leaf}"
