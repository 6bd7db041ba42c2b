"""What the e-mails look like: believable facts, for previews and for the page of all templates."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from services.notifications.content import Content, Member
from services.notifications.emails import EMAILS
from services.notifications.links import link_to
from services.notifications.models import CourseSession, Occasion
from services.notifications.showing import HIDDEN
from shared import clock
from shared.i18n import gettext as _
from shared.i18n import in_language
from shared.service import service

_NAMES = UUID("0190a000-0000-7000-8000-000000000001")


def about(occasion: Occasion, language: str, **told: Any) -> Content:
    """A mail about this occasion, to a participant who is made up."""
    content = _participant(language)
    known: dict[str, Any] = {
        "title": occasion.title,
        "occasion_id": occasion.id,
        "sessions": occasion.sessions,
    }
    return replace(content, **known, **told)


def sample(name: str, language: str, adjusted: dict[str, str] | None = None) -> Content:
    """What an e-mail of this kind might say, by words of the office's own where they are given."""
    content = replace(_participant(language), adjusted=adjusted)
    if EMAILS[name].about == "event" and EMAILS[name].link in ("sign_in", "password"):
        return replace(content, expires_at=_on(1, time(12)))
    first, moved = _session("first", 30), _session("moved", 23)
    with in_language(language):
        told: dict[str, Any] = {
            "title": _("Participation in everyday life"),
            "sessions": (first, _session("second", 44)),
            "position": 3,
            "by": "coordinator",
            "closes_on": clock.today() + timedelta(days=14),
            "expires_at": _on(2, time(12)),
            "participant": "Bo Ek",
            "workplace": _("Solgården group home"),
            "role": "base_staff",
            "unnamed": 2,
            "subject": _("What to bring"),
            "message": _("Please bring a notebook. Lunch is at noon."),
        }
    if EMAILS[name].link == "group":
        told["members"] = (Member("Bo Ek", "confirmed", None), Member(None, "confirmed", None))
    if name.startswith("calendar_"):
        told["sessions"] = (first,)
    if name.endswith("_changed"):
        told |= {"sessions": (first,), "removed": (moved,)}
    if name in ("occasion_cancelled", "group_called_off"):
        with in_language(language):
            told["reason"] = _("The lecturer is ill.")
    return replace(content, **told)


def link(name: str) -> str | None:
    """Where the button of the sample leads: to the page, but by no key that opens anything."""
    return link_to(EMAILS[name].link, HIDDEN)


def _participant(language: str) -> Content:
    return Content(
        name="Anna Lindqvist",
        email=service().region.email,
        language=language,
        title="",
        occasion_id=uuid5(_NAMES, "occasion"),
        registration_id=uuid5(_NAMES, "registration"),
    )


def _session(name: str, days: int) -> CourseSession:
    return CourseSession(
        uuid5(_NAMES, name), _on(days, time(9)), _on(days, time(16)), "Carpe, Rosenlundsgatan 29"
    )


def _on(days: int, at: time) -> datetime:
    return clock.local_moment(clock.today() + timedelta(days=days), at)
