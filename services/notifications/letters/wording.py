"""How dates, paragraphs and lines are written in an e-mail, in the language being spoken."""

import re
import textwrap
from datetime import date, datetime

from jinja2.utils import urlize
from markupsafe import Markup, escape

from services.notifications.letters.content import Member
from services.notifications.models import CourseSession
from shared import clock, formats
from shared.i18n import current_language, lazy
from shared.i18n import gettext as _
from shared.vocabulary import ROLES

WIDTH = 72  # columns of the plain text
_STANDINGS = {
    "confirmed": lazy("has a place"),
    "waiting": lazy("on the waiting list"),
    "offered": lazy("is offered a place"),
    "held": lazy("awaits the manager's approval"),
}


def long_day(value: datetime | date) -> str:
    """torsdag 12 mars 2026."""
    return f"{formats.weekday(value)} {formats.day(value)}"


def hours(session: CourseSession) -> str:
    """09.00–16.00; with the day where it ends on another one."""
    starts_at, ends_at = clock.local(session.starts_at), clock.local(session.ends_at)
    end = formats.clock_time(ends_at)
    if ends_at.date() != starts_at.date():
        end = f"{formats.short_day(ends_at)} {end}"
    return f"{formats.clock_time(starts_at)}–{end}"


def when(session: CourseSession) -> str:
    """torsdag 12 mars 2026 kl. 09.00–16.00."""
    before_time = " kl. " if current_language() == "sv" else ", "
    return f"{long_day(session.starts_at)}{before_time}{hours(session)}"


def month(value: datetime) -> str:
    """mar: the three letters on a calendar's leaf."""
    return formats.short_day(value).split()[1].strip(".")[:3]


def day_number(value: datetime) -> str:
    """12."""
    return str(clock.local(value).day)


def moment(value: datetime) -> str:
    """torsdag 12 mars 2026 kl. 12.00."""
    before_time = " kl.\N{NO-BREAK SPACE}" if current_language() == "sv" else ", "
    return f"{long_day(value)}{before_time}{formats.clock_time(value)}"


def clock_time(value: datetime) -> str:
    """12.00."""
    return formats.clock_time(value)


def named(member: Member) -> str:
    """Whose place it is."""
    return member.name or _("Name to come")


def role_name(code: str) -> str:
    """A participant's role within a sentence."""
    return str(ROLES.get(code, code)).lower()


def standing(member: Member) -> str:
    """What a place of a group is: a place, or its number in the queue."""
    if member.status == "waiting" and member.position:
        return _("waiting list, number %(number)s", number=member.position)
    return str(_STANDINGS[member.status])


def capital(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def wrap(text: str) -> str:
    """Paragraphs broken at spaces to the width of a letter; a long link stays whole."""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "\n\n".join(
        textwrap.fill(part, WIDTH, break_long_words=False, break_on_hyphens=False)
        for part in paragraphs
        if part
    )


def paragraphs(text: Markup) -> list[Markup]:
    """The paragraphs of a block."""
    return [Markup(part) for part in text.split("\n\n") if part.strip()]  # noqa: S704 — escaped before


def as_typed(text: str) -> str:
    """What somebody typed: their own line breaks, each line no wider than a letter, links whole."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    broken = (textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(broken)).strip()


def linked(text: str) -> list[Markup]:
    """The paragraphs that somebody typed, escaped, with their line breaks and links."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", "\n".join(text.splitlines())))
    return [_as_html(part) for part in parts if part]


def _as_html(part: str) -> Markup:
    lines = (Markup(urlize(escape(line))) for line in part.split("\n"))  # noqa: S704 (escaped within)
    return Markup("<br>").join(lines)


def points(text: str) -> str:
    """What somebody typed, indented: one thing on each line, with a dash where there are several."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return "\n".join(indented(line, "– " if len(lines) > 1 else "") for line in lines)


def linked_lines(text: str) -> list[Markup]:
    """The lines that somebody typed, escaped, with their links."""
    return [Markup(urlize(escape(line))) for line in text.splitlines() if line.strip()]  # noqa: S704


def indented(text: str, mark: str = "") -> str:
    """A line set in from the margin, broken at spaces to the width of a letter."""
    first, rest = f"  {mark}", "  " + " " * len(mark)
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


FILTERS = {
    function.__name__: function
    for function in (
        long_day,
        hours,
        when,
        month,
        day_number,
        moment,
        clock_time,
        named,
        role_name,
        standing,
        capital,
        wrap,
        paragraphs,
        as_typed,
        linked,
        points,
        linked_lines,
        indented,
    )
}
