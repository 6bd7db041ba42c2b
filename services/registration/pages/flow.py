"""The event flow as administrators see it: what failed or waits, and the way of one event or registration."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, request

from services.registration import following
from services.registration.models import StaffMember
from services.registration.pages.blueprints import office
from services.registration.words import flow as words
from shared import clock
from shared.asking import Asked, neighbours_of
from shared.event_words import SERVICES, event_words
from shared.inbox.failures import ATTEMPTS
from shared.service import reading
from shared.web import render, requires

DONE = ("retried", "discarded")
_TRACE = re.compile(r"(?:00-)?([0-9a-f]{12,32})(?:-[0-9a-f]{16}-[0-9a-f]{2})?")
_SUBJECT = re.compile(r"[\w./-]{1,80}", re.ASCII)


@office.get("/flow")
@requires("admin")
def flow() -> tuple[str, int]:
    """What failed and what waits in every service; or the way of what is sought."""
    sought = request.args.get("id", "").strip()[:100]
    at = request.args.get("at", "").strip()[:40]
    context: dict[str, Any] = {
        "sought": sought,
        "at": at[:10],
        "done": request.args.get("done") if request.args.get("done") in DONE else None,
        "services": SERVICES,
        "words": words,
        "event_words": event_words,
        "attempts": ATTEMPTS,
    }
    wanted = _wanted(sought, at)
    if sought and wanted:
        story = following.follow(_asked(), wanted)
        context |= {"wanted": wanted, "accounts": _accounts()}
        return render("manage/flow_story.html", story=story, **context), 200
    page = render("manage/flow.html", all=following.see_how_all_fare(_asked()), **context)
    return page, 422 if sought else 200


def _accounts() -> Mapping[str, str]:
    """The names of staff by their ids, as the services write these."""
    with reading() as session:
        rows = session.execute(sa.select(StaffMember.id, StaffMember.name))
        return {str(row.id): row.name for row in rows}


def _asked() -> Mapping[str, Asked]:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return neighbours_of(app, *SERVICES, patience=following.PATIENCE)


def _wanted(sought: str, at: str) -> Mapping[str, str]:
    """What an id is an id of, as each service's API takes it; nothing where it is none."""
    if (text := _uuid(sought)) is not None:
        return {"subject": text, "event": text}
    if found := _TRACE.fullmatch(sought.lower()):
        moment = _moment(at)
        return {"trace": found[1]} | ({"at": moment.isoformat()} if moment else {})
    return {"subject": sought} if _SUBJECT.fullmatch(sought) else {}


def _uuid(text: str) -> str | None:
    """An id with its hyphens, in the form in which it is kept."""
    try:
        return str(UUID(text)) if "-" in text else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """A moment with its zone, or the beginning of a Swedish day."""
    try:
        if len(text) == len("2026-03-12"):
            return clock.midnight(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo and 2000 <= moment.year < 2100 else None
