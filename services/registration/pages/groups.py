"""The booker's page: the group with each of its places, and what can be done with them."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries
from services.registration.operations.charging import cost_of_cancelling
from services.registration.pages import holder_acts
from services.registration.pages.blueprints import public_pages
from services.registration.pages.holding import group_of, may, of_booker
from services.registration.problems import NothingIsOffered
from services.registration.words.standing import status_badge
from shared.service import reading, transaction
from shared.vocabulary import ROLES
from shared.web import Problem, public, render, see_other


@public_pages.get("/groups/<token>")
@public
def group(token: str) -> str:
    """The group with each of its places."""
    return _page("group.html", token, is_new="new" in request.args)


@public_pages.route("/groups/<token>/cancel", methods=["GET", "POST"])
@public
def cancel_group(token: str) -> ResponseReturnValue:
    """Ask once more, then give up all of the group's places."""
    if request.method == "GET":
        return _page("group_cancel.html", token)
    try:
        with transaction() as session:
            operations.cancel_group(session, group_of(session, token).id, "booker")
    except Problem as problem:
        return _refused(token, problem)
    return see_other(url_for("pages.group", token=token))


@public_pages.post("/groups/<token>/accept")
@public
def accept_for_group(token: str) -> ResponseReturnValue:
    """Take the places that are offered to the group."""
    return _answered(token, operations.accept_offer)


@public_pages.route("/groups/<token>/decline", methods=["GET", "POST"])
@public
def decline_for_group(token: str) -> ResponseReturnValue:
    """Ask once more, then leave the group's offered places to the next."""
    if request.method == "GET":
        return _page("group_decline.html", token)
    return _answered(token, operations.decline_offer)


@public_pages.route("/groups/<token>/places/<uuid:registration_id>/name", methods=["GET", "POST"])
@public
def name_place(token: str, registration_id: UUID) -> ResponseReturnValue:
    """Say who takes a place that has no name yet."""
    return holder_acts.name(of_booker(token, registration_id))


@public_pages.route("/groups/<token>/places/<uuid:registration_id>/replace", methods=["GET", "POST"])
@public
def replace_in_group(token: str, registration_id: UUID) -> ResponseReturnValue:
    """Let another colleague take one of the group's places."""
    return holder_acts.replace(of_booker(token, registration_id))


@public_pages.route("/groups/<token>/places/<uuid:registration_id>/cancel", methods=["GET", "POST"])
@public
def cancel_in_group(token: str, registration_id: UUID) -> ResponseReturnValue:
    """Give up one of the group's places."""
    return holder_acts.cancel(of_booker(token, registration_id))


def _answered(token: str, act: Any) -> ResponseReturnValue:
    try:
        with transaction() as session:
            offered = [item for item in group_of(session, token).members if item.status == "offered"]
            if not offered:
                raise NothingIsOffered()
            act(session, offered[0].id, "booker")
    except Problem as problem:
        return _refused(token, problem)
    return see_other(url_for("pages.group", token=token))


def _refused(token: str, problem: Problem) -> ResponseReturnValue:
    return _page("group.html", token, problem=problem), problem.status


def _page(template: str, token: str, **context: Any) -> str:
    with reading() as session:
        found = group_of(session, token)
    living = [item for item in found.members if item.status != "cancelled"]
    confirmed = sum(item.status == "confirmed" for item in living)
    return render(
        template,
        token=token,
        group=found,
        occasion=found.occasion,
        living=living,
        state=_state(living),
        cost=cost_of_cancelling(found.occasion) * confirmed,
        may={item.id: may(item.registration, found.occasion, "booker") for item in found.members},
        status_badge=status_badge,
        roles=ROLES,
        **{"is_new": False, "problem": None, **context},
    )


def _state(living: list[queries.Member]) -> str:
    """What the page says of the group as one: what its living members have in common."""
    found = {item.status for item in living}
    return found.pop() if len(found) == 1 else "mixed" if found else "cancelled"
