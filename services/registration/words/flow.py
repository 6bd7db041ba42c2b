"""How the way of an event reads: moments to the second, delays, and what is wrong with a service."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from shared import clock
from shared.beats import LATE_AFTER, STALLED_AFTER
from shared.formats import number
from shared.i18n import current_language
from shared.i18n import gettext as _


def second(value: datetime) -> str:
    """09.14.03 in Swedish, 09:14:03 in English."""
    return clock.local(value).strftime("%H.%M.%S" if current_language() == "sv" else "%H:%M:%S")


def duration(span: timedelta) -> str:
    """0.2 s, 45 s, 3 min, 5 h or 2 days: in the largest unit that there is one of."""
    seconds = max(span.total_seconds(), 0.0)
    if seconds < 60:
        return _("%(number)s s", number=number(seconds, 2 if seconds < 1 else 1 if seconds < 10 else 0))
    if seconds < 3600:
        return _("%(number)s min", number=number(seconds // 60))
    if seconds < 2 * 86400:
        return _("%(number)s h", number=number(seconds // 3600))
    return _("%(number)s days", number=number(seconds // 86400))


def seconds(count: float) -> str:
    """So many seconds, as `duration` says them."""
    return duration(timedelta(seconds=count))


def moment(text: str) -> datetime:
    """A moment as JSON has it."""
    return datetime.fromisoformat(text)


def since(value: datetime) -> str:
    """How long ago that was."""
    return duration(clock.now() - value)


def troubles(figures: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a service's event path, by its figures."""
    if figures["outbox_age_seconds"] > LATE_AFTER.total_seconds():
        yield _(
            "The oldest event has waited %(time)s to be sent.",
            time=seconds(figures["outbox_age_seconds"]),
        )
    loops = {
        "relay": _("Nothing has been heard from the worker that sends events."),
        "consumer": _("Nothing has been heard from the worker that receives events."),
    }
    for loop, text in loops.items():
        age = figures.get(f"{loop}_beat_age_seconds", 0)
        if age < 0 or age > STALLED_AFTER.total_seconds():
            yield text
    if figures["loops_in_trouble"]:
        yield _("A worker is in trouble; the log says why.")
