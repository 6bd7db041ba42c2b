"""Making what is offered: an activity, and occasions of it as drafts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Activity, CourseSession, Occasion
from services.registration.problems import ActivityNotFound
from shared.ids import new_id


def create_activity(session: Session, new: Mapping[str, Any]) -> Activity:
    """Add an activity; occasions of it follow."""
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
    )
    session.add(activity)
    session.flush()
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
        sessions=[new_session(item) for item in sorted(new["sessions"], key=lambda item: item["starts_at"])],
    )
    span_sessions(occasion)
    session.add(occasion)
    session.flush()
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


def _search_text(new: Mapping[str, Any]) -> str:
    parts = (new["title"], new.get("area") or "", new.get("audience", ""), new.get("description", ""))
    return "\n".join(parts).casefold()
