"""Marks such as {title} in words of the office's own: what there is, and what stands in their place.

They are looked up by name and nothing is run, so no text that is typed can reach anything else.
"""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from services.notifications.letters import wording
from shared.i18n import LazyString
from shared.i18n import lazy as _

_MARK = re.compile(r"\{([^{}]*)\}")

MEANINGS: dict[str, LazyString] = {
    "title": _("the name of the course, or of what is asked about"),
    "first_name": _("the reader's first name"),
    "first_day": _("the first day"),
    "position": _("the number in the queue"),
    "participant": _("the participant that a manager is asked about"),
    "deadline": _("until when an answer counts, or the link works"),
    "closes_on": _("the last day to answer"),
    "office": _("the office's name"),
}


def values_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """What each mark stands for in one e-mail, in the language being spoken; without those it has not."""
    sessions = facts.get("sessions")
    found = {
        "title": facts.get("title"),
        "first_name": facts.get("first_name"),
        "first_day": wording.long_day(sessions[0].starts_at) if sessions else None,
        "position": facts.get("position"),
        "participant": facts.get("participant"),
        "deadline": wording.moment(facts["expires_at"]) if facts.get("expires_at") else None,
        "closes_on": wording.long_day(facts["closes_on"]) if facts.get("closes_on") else None,
        "office": facts["region"].office,
    }
    return {name: str(value) for name, value in found.items() if value}


def names_in(text: str) -> set[str]:
    """The marks in a text, also those that there are not."""
    return set(_MARK.findall(text))


def has_stray_brace(text: str) -> bool:
    """Whether a brace opens or closes no mark."""
    return bool(re.search(r"[{}]", _MARK.sub("", text)))


def filled(text: str, values: Mapping[str, str]) -> str | None:
    """The text with its marks filled; None when the e-mail lacks what one of them stands for."""
    if names_in(text) - values.keys():
        return None
    return _MARK.sub(lambda found: values[found[1]], text)


def filled_html(text: str, values: Mapping[str, str], strong: frozenset[str]) -> Markup | None:
    """The same escaped, with some of what was filled in standing out."""
    if names_in(text) - values.keys():
        return None
    parts = _MARK.split(text)  # text and names of marks by turns
    made = (_value(part, values[part], strong) if odd % 2 else escape(part) for odd, part in enumerate(parts))
    return Markup().join(made)


def _value(name: str, value: str, strong: frozenset[str]) -> Markup:
    return Markup("<strong>{}</strong>").format(value) if name in strong else escape(value)
