"""Goals: adding one, changing it, letting it end, and commenting on it for a tertial."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.goals.outcome import Comparison
from services.reporting.goals.ways import BY_WAY, LISTS, Way
from services.reporting.models import Goal, GoalComment
from services.reporting.periods import Period
from services.reporting.problems import (
    CommentIsFrozen,
    CommentNeedsATertial,
    GoalExists,
    GoalIsStale,
    GoalIsWrong,
    GoalNotFound,
)
from services.reporting.queries import known
from services.reporting.queries.frozen import frozen_report
from shared import clock
from shared.audit import current_actor, note
from shared.db import insert
from shared.i18n import LazyString
from shared.i18n import lazy as _
from shared.ids import random_id
from shared.region import Region

FIELDS = (
    "area", "sentence", "measure", "cut", "comparison", "target", "responsible", "position", "valid_from",
    "valid_to",
)  # fmt: skip
Faults = dict[str, list[LazyString]]


def add_goal(session: Session, region: Region, new: Mapping[str, Any]) -> Goal:
    """Add a goal; without a place it comes last. Raises GoalIsWrong, GoalExists."""
    given = _checked(session, region, new, None)
    if given["position"] is None:
        given["position"] = (session.scalar(sa.select(sa.func.max(Goal.position))) or 0) + 10
    code = new.get("code") or f"goal_{random_id().hex[:8]}"
    row = {"code": code, "revision": 1, **given}
    statement = insert(session, Goal).values(row).on_conflict_do_nothing().returning(Goal.code)
    if session.scalar(statement) is None:
        raise GoalExists(errors={"code": [GoalExists.title]})
    note(session, "goal.added", code, **_noted(given))
    return _locked(session, code)


def change_goal(session: Session, region: Region, code: str, change: Mapping[str, Any]) -> Goal:
    """Make a goal what is given, also let it end; `seen` is the revision that its writer saw.

    Raises GoalNotFound, GoalIsStale, GoalIsWrong.
    """
    goal = _locked(session, code)
    _refuse_stale(change.get("seen"), goal.revision)
    given = _checked(session, region, change, goal)
    if given["position"] is None:
        given["position"] = goal.position
    changes = {name: value for name, value in given.items() if getattr(goal, name) != value}
    if changes:
        for name, value in changes.items():
            setattr(goal, name, value)
        goal.revision += 1
        session.flush()
        note(session, "goal.changed", code, fields=sorted(changes), **_noted(given))
    return goal


def comment_goal(session: Session, code: str, period: Period, text: str, seen: int | None) -> None:
    """Write what is to be said of a goal in a tertial; an empty text takes the comment away.

    Raises GoalNotFound, CommentNeedsATertial, CommentIsFrozen, GoalIsStale.
    """
    if period.tertials != (period.code,):
        raise CommentNeedsATertial()
    _locked(session, code)  # one writer at a time: the comment may have no row to lock
    if frozen_report(session, period) is not None:
        raise CommentIsFrozen()
    found = session.get(GoalComment, (code, period.code), populate_existing=True)
    _refuse_stale(seen, found.revision if found else 0)
    if text == (found.text if found else ""):
        return
    if found is None:
        found = GoalComment(goal=code, period=period.code, revision=0)
        session.add(found)
    found.text, found.revision = text, found.revision + 1
    found.staff_id, found.written_at = current_actor().staff_id, clock.now()
    session.flush()
    note(session, "goal.commented", code, period=period.code)


def _locked(session: Session, code: str) -> Goal:
    goal = session.get(Goal, code, with_for_update=True, populate_existing=True)
    if goal is None:
        raise GoalNotFound()
    return goal


def _refuse_stale(seen: int | None, revision: int) -> None:
    if seen is not None and seen != revision:
        raise GoalIsStale()


def _checked(session: Session, region: Region, new: Mapping[str, Any], goal: Goal | None) -> dict[str, Any]:
    """What a goal is to say, if it can be measured. Raises GoalIsWrong."""
    given: dict[str, Any] = {name: new.get(name) for name in FIELDS}
    given["cut"] = {name: value for name, value in (new.get("cut") or {}).items() if value}
    way = BY_WAY[given["measure"]]
    if given["comparison"] != Comparison.AT_LEAST:
        given["target"] = None
    faults = _faults_of_cut(session, region, way, given["cut"], goal) | _faults_of_target(way, given)
    if given["valid_from"] and given["valid_to"] and given["valid_to"] < given["valid_from"]:
        faults["valid_to"] = [_("The goal ends before it begins.")]
    if faults:
        raise GoalIsWrong(errors=faults)
    return given


def _faults_of_cut(
    session: Session, region: Region, way: Way, cut: Mapping[str, str], goal: Goal | None
) -> Faults:
    faults: Faults = {}
    for name, value in cut.items():
        if name not in way.cuts:
            faults[f"cut.{name}"] = [_("This measure cannot be cut by that.")]
        elif name in LISTS and value not in LISTS[name]:
            faults[f"cut.{name}"] = [_("There is nothing of that name on the list.")]
        elif name == "area" and not _is_area(session, region, value, goal):
            faults["cut.area"] = [_("There is no such area in the region.")]
    return faults


def _is_area(session: Session, region: Region, value: str, goal: Goal | None) -> bool:
    is_kept = goal is not None and goal.cut.get("area") == value  # one that has been renamed since
    return is_kept or known.area(session, region, value)


def _faults_of_target(way: Way, given: Mapping[str, Any]) -> Faults:
    if given["comparison"] != Comparison.AT_LEAST:
        return {}
    target = given["target"]
    if target is None:
        return {"target": [_("Say what the measure must reach.")]}
    if target <= 0:
        return {"target": [_("The target must be more than nothing.")]}
    if way.at_most is not None and target > way.at_most:
        return {"target": [_("The target is higher than the measure can get.")]}
    return {}


def _noted(given: Mapping[str, Any]) -> dict[str, Any]:
    names = ("measure", "comparison", "target", "valid_from", "valid_to")
    return {name: given[name] for name in names} | {"cut": sorted(given["cut"])}
