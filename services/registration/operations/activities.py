"""Making what is offered: an activity with its rules, and occasions of it as drafts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Activity, CourseSession, Occasion
from services.registration.operations.locking import locked_occasion
from services.registration.operations.states import occasion_state
from services.registration.problems import ActivityNotFound, PrerequisiteNotFound
from shared import events
from shared.audit import note
from shared.ids import new_id
from shared.outbox import emit

_TEXTS = ("title", "kind", "form", "area", "audience", "description", "fee")
_RULES = (
    "target_roles",
    "target_rule",
    "prerequisite_id",
    "certificate_percent",
    "late_cancellation_days",
    "late_cancellation_percent",
    "absence_percent",
)
# What an occasion has besides its places and days; what is not given stays at the model's default.
OCCASION_RULES = (
    "queue_policy",
    "offer_hours",
    "needs_approval",
    "approval_hours",
    "share_limit",
    "share_until",
    "municipality",
    "completes_after_hours",
    "series_id",
    "bring",
    "note",
)
_TOLD = frozenset({"title", "kind", "form", "area"})  # what the occasions' events say of their activity


def create_activity(session: Session, new: Mapping[str, Any]) -> Activity:
    """Add an activity; occasions of it follow. Raises PrerequisiteNotFound."""
    _check_prerequisite(session, new.get("prerequisite_id"), None)
    activity = Activity(
        id=new_id(),
        title=new["title"],
        kind=new["kind"],
        form=new["form"],
        area=new.get("area"),
        audience=new.get("audience", ""),
        description=new.get("description", ""),
        fee=new.get("fee"),
        search_text=_search_text(new),
        **_rules(new, _RULES),
    )
    session.add(activity)
    session.flush()
    note(session, "activity.created", activity.id)
    return activity


def change_activity(session: Session, activity_id: UUID, change: Mapping[str, Any]) -> Activity:
    """Change what is given; whoever knows its published occasions is told of a new title or kind.

    What was held stays as it was reported. Raises ActivityNotFound, PrerequisiteNotFound.
    """
    activity = session.get(Activity, activity_id)
    if activity is None:
        raise ActivityNotFound()
    _check_prerequisite(session, change.get("prerequisite_id"), activity_id)
    is_told = any(name in change and change[name] != getattr(activity, name) for name in _TOLD)
    for name, value in _rules(change, (*_TEXTS, *_RULES)).items():
        setattr(activity, name, value)
    activity.search_text = _search_text({name: getattr(activity, name) for name in _TEXTS})
    session.flush()
    if is_told:
        _tell_occasions(session, activity_id)
    note(session, "activity.changed", activity.id, fields=sorted(change))
    return activity


def create_occasion(session: Session, activity_id: UUID, new: Mapping[str, Any]) -> Occasion:
    """Add a draft occasion with its sessions. Raises ActivityNotFound."""
    activity = session.get(Activity, activity_id)
    if activity is None:
        raise ActivityNotFound()
    occasion = Occasion(
        id=new_id(),
        activity=activity,
        state="draft",
        version=1,
        places=new["places"],
        waiting_places=new.get("waiting_places"),
        allow_passing=new.get("allow_passing", False),
        closes_at=new.get("closes_at"),
        lecturer_contact_id=new.get("lecturer_contact_id"),
        confirmed_count=0,
        waiting_count=0,
        last_queue_number=0,
        **_rules(new, OCCASION_RULES),
        sessions=[new_session(item) for item in sorted(new["sessions"], key=lambda item: item["starts_at"])],
    )
    span_sessions(occasion)
    session.add(occasion)
    session.flush()
    note(session, "occasion.created", occasion.id, places=occasion.places)
    return occasion


def new_session(new: Mapping[str, Any]) -> CourseSession:
    """A session as given, without attendance."""
    return CourseSession(
        id=new_id(),
        starts_at=new["starts_at"],
        ends_at=new["ends_at"],
        venue=new["venue"],
        version=0,
    )


def span_sessions(occasion: Occasion) -> None:
    """Keep the occasion's first start and last end as its sessions have them."""
    occasion.starts_at = min(item.starts_at for item in occasion.sessions)
    occasion.ends_at = max(item.ends_at for item in occasion.sessions)


def _rules(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _check_prerequisite(session: Session, prerequisite_id: UUID | None, activity_id: UUID | None) -> None:
    if prerequisite_id is None:
        return
    if prerequisite_id == activity_id or session.get(Activity, prerequisite_id) is None:
        raise PrerequisiteNotFound(errors={"prerequisite_id": [PrerequisiteNotFound.title]})


def _tell_occasions(session: Session, activity_id: UUID) -> None:
    published = sa.select(Occasion.id).where(
        Occasion.activity_id == activity_id, Occasion.state == "published"
    )
    for occasion_id in session.scalars(published.order_by(Occasion.id)).all():
        occasion = locked_occasion(session, occasion_id)
        if occasion.state != "published":  # it was, before we held it
            continue
        occasion.version += 1
        state = occasion_state(session, occasion)
        emit(session, events.OccasionChanged(occasion.id, version=occasion.version, **state))


def _search_text(new: Mapping[str, Any]) -> str:
    parts = (new["title"], new.get("area") or "", new.get("audience", ""), new.get("description", ""))
    return "\n".join(parts).casefold()
