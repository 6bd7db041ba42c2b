"""What the e-mails look like: believable facts, for previews and for the page of all templates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from services.notifications.emails import EMAILS, TELL_WHAT_TO_BRING
from services.notifications.letters.content import Content, Member
from services.notifications.letters.digest import Digest, DigestOccasion, DigestPlace
from services.notifications.letters.links import HIDDEN, hidden_stop, link_to
from services.notifications.letters.rendering import Rendered, render
from services.notifications.models import CourseSession, Occasion
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
    if name in _OF_A_PLACE:
        return replace(content, **_OF_A_PLACE[name](language))
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
        }
    if name == "free_message":
        with in_language(language):
            told["subject"] = _("What to bring")
            told["message"] = _("Please bring a notebook. Lunch is at noon.")
    if name in TELL_WHAT_TO_BRING:
        with in_language(language):
            told["bring"] = _("A notebook\nA short description of your unit")
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


def shown_sample(name: str, content: Content) -> Rendered:
    """A sample in words; its links lead to their pages, but by no key that opens anything."""
    return render(name, content, link_to(EMAILS[name].link, HIDDEN), hidden_stop(name))


def _digest(language: str) -> Digest:
    with in_language(language):
        titles = (_("Participation in everyday life"), _("Network for case officers"), _("Autism in adults"))
    days = ((True, 40, 26, 7, 3, 0), (True, 61, 61, 0, 2, 1), (False, 24, 9, 4, 0, 0))
    occasions = tuple(
        DigestOccasion(uuid5(_NAMES, title), title, is_new, _on(first, time(9)), _on(last, time(9)), *figures)
        for title, (is_new, first, last, *figures) in zip(titles, days, strict=True)
    )
    place = service().region.open_municipalities[0]
    return Digest(clock.today() - timedelta(days=30), (DigestPlace(place.code, None, 5, 1),), occasions, 2)


def _told_by_digest(language: str) -> dict[str, Any]:
    digest = _digest(language)
    return {"title": digest.place_names[0], "digest": digest}


def _told_of_report(_language: str) -> dict[str, Any]:
    place, today = service().region.open_municipalities[0], clock.today()
    return {
        "title": place.name,
        "period": f"{today.year - 1}-T3",
        "closes_on": today + timedelta(days=365),
    }


# What those are told who represent a place.
_OF_A_PLACE: dict[str, Callable[[str], dict[str, Any]]] = {
    "representative_digest": _told_by_digest,
    "report_published": _told_of_report,
}


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
