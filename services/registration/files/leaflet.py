"""The course leaflet: a designed PDF of a half-year, that is printed and sent out twice a year."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from babel.dates import format_date
from flask import current_app

from services.registration.check_ins import qr_of
from services.registration.files.papers import TEMPLATES
from services.registration.models import Occasion
from services.registration.periods import Period, half_year_of
from shared import clock, neighbours
from shared.formats import day, short_day, time_span, weekday
from shared.i18n import current_language, ngettext
from shared.i18n import gettext as _
from shared.service import service
from shared.typeset import typeset
from shared.vocabulary import KINDS
from shared.web.pages import LAYOUT

_EXTENSION = "kursforum_leaflets"
_MOST_KEPT = 8  # half-years in their languages


def coming_half_year() -> Period:
    """The half-year to show now: the next one in the last two months before it."""
    today = clock.today()
    present = half_year_of(today)
    is_near = present.last.month - today.month < 2
    return half_year_of(present.last + timedelta(days=1)) if is_near else present


def content_of(period: Period, occasions: Sequence[Occasion]) -> dict[str, Any]:
    """Everything that the leaflet says, in the reader's language."""
    region = service().region
    months = groupby(occasions, lambda item: clock.local(item.starts_at).replace(day=1).date())
    return {
        "language": current_language(),
        "office": region.office,
        "region": region.name,
        "contact": f"{region.email} · {region.phone}",
        "address": neighbours.catalogue(),
        "heading": _("Courses and meetings"),
        "season": _season(period),
        "intro": _(
            "For everybody who works with support to people with disabilities, in municipalities and private "
            "operations."
        ),
        "how": _("Point your phone at a square to register, or go to %(address)s.", address=_plain_address()),
        "nothing": _("No courses are planned for this half-year yet."),
        "printed": _("As of %(day)s", day=day(clock.today())),
        "months": [
            {"name": _month_name(first), "items": [_entry(item) for item in group]} for first, group in months
        ],
    }


def as_pdf(content: dict[str, Any]) -> tuple[bytes, str]:
    """The leaflet and the version of its content; typeset once for each content and process."""
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:20]
    kept: dict[str, bytes] = current_app.extensions.setdefault(_EXTENSION, {})
    if version not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[version] = typeset(TEMPLATES / "leaflet.typ", _with_pictures(content))
    return kept[version], version


def _with_pictures(content: dict[str, Any]) -> dict[str, Any]:
    months = [
        month | {"items": [item | {"qr": qr_of(item["url"])} for item in month["items"]]}
        for month in content["months"]
    ]
    waves = (LAYOUT / "static" / "waves.svg").read_text(encoding="utf-8")
    return content | {"months": months, "waves": waves, "qr": qr_of(content["address"])}


def _entry(occasion: Occasion) -> dict[str, Any]:
    activity, first = occasion.activity, occasion.sessions[0]
    more = len(occasion.sessions) - 1
    when = time_span(first.starts_at, first.ends_at)
    if more:
        when += " " + ngettext("and %(number)s more day", "and %(number)s more days", more)
    return {
        "date": str(clock.local(occasion.starts_at).day),
        "weekday": weekday(occasion.starts_at)[:3],
        "title": activity.title,
        "kind": str(KINDS[activity.kind]),
        "audience": activity.audience,
        "when": when,
        "where": first.venue,
        "cost": _("%(kronor)s kr", kronor=activity.fee) if activity.fee else _("Free of charge"),
        "last": _("Register by %(day)s", day=short_day(occasion.registration_closes_at)),
        "url": neighbours.occasion(occasion.id),
    }


def _season(period: Period) -> str:
    if period.code.endswith("-H1"):
        return _("Spring %(year)s", year=period.first.year)
    return _("Autumn %(year)s", year=period.first.year)


def _month_name(first: Any) -> str:
    return format_date(first, "LLLL", current_language()).capitalize()


def _plain_address() -> str:
    return neighbours.catalogue().split("://", 1)[-1].rstrip("/")
