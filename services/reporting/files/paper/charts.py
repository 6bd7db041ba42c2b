"""What the charts on paper show, and what they say to those who do not see them."""

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Any

from services.reporting.files.document import Document
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.measure import Unit
from services.reporting.measures.written import written
from services.reporting.periods import parse
from shared.formats import month, number
from shared.i18n import gettext as _
from shared.i18n import ngettext

_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 4


def curve(document: Document) -> dict[str, Any]:
    """Participant-hours month by month, beside those of the year before; and the same in a table."""
    rows = document.part("months")
    year = document.period.last.year
    now, before = ([_hours(row[when]) for row in rows] for when in ("now", "before"))
    top = highest([*now, *before])
    return {
        "heading": _("The year month by month"),
        "text": _("Participant-hours each month %(year)s, beside %(before)s.", year=year, before=year - 1),
        "years": [str(year), str(year - 1)],
        "months": [_short(row["month"]) for row in rows],
        "now": [value / top for value in now],
        "before": [value / top for value in before],
        "ticks": ticks(top),
        "alt": _alternative(rows, year),
        "table": {
            "head": [_("Month"), *_heads(year)],
            "rows": [_line(row) for row in rows],
        },
    }


def places(document: Document) -> dict[str, Any]:
    """The share of the target group that each municipality reached, the largest first."""
    reached = BY_CODE["reached_share"]
    rows = [row for row in document.part("places") if row["district"] is None]
    rows.sort(key=lambda row: (-(row[reached.code] or 0), row["name"]))
    top = max([row[reached.code] or 0 for row in rows], default=0) or 1
    named = [f"{row['name']} {written(reached.unit, row[reached.code])}" for row in rows]
    return {
        "heading": _("Municipality by municipality"),
        "text": str(reached.sentence),
        "alt": f"{reached.sentence} {', '.join(named)}.",
        "rows": [
            {
                "name": row["name"],
                "part": (row[reached.code] or 0) / top,
                "figure": written(reached.unit, row[reached.code]),
                "count": ngettext("one person", "%(figure)s persons", n, figure=number(n)),
            }
            for row in rows
            for n in [row["participants"]]
        ],
    }


def highest(values: Sequence[float]) -> float:
    """A round number that no value passes."""
    most = max(values, default=0)
    if most <= 0:
        return 1
    power = 10.0 ** floor(log10(most / _TICKS))
    step = next(item for item in _STEPS if item * power * _TICKS >= most)
    return step * power * _TICKS


def ticks(top: float) -> list[dict[str, Any]]:
    """The lines of the scale, from nothing to the top."""
    return [{"at": part / _TICKS, "text": number(top * part / _TICKS, 1)} for part in range(_TICKS + 1)]


def _heads(year: int) -> list[str]:
    hours, persons = str(BY_CODE["hours"].name), str(BY_CODE["participants"].name)
    return [f"{persons} {year}", f"{persons} {year - 1}", f"{hours} {year}", f"{hours} {year - 1}"]


def _line(row: Mapping[str, Any]) -> list[str]:
    kinds = (("participants", Unit.COUNT), ("hours", Unit.HOURS))
    figures = [
        written(unit, (row[when] or {}).get(code)) for code, unit in kinds for when in ("now", "before")
    ]
    return [month(parse(row["month"]).first).split(" ")[0], *figures]


def _alternative(rows: Sequence[Mapping[str, Any]], year: int) -> str:
    told = [
        _(
            "%(month)s %(now)s, the year before %(before)s",
            month=_line(row)[0],
            now=number(_hours(row["now"]), 1),
            before=number(_hours(row["before"]), 1),
        )
        for row in rows
    ]
    return _("Participant-hours %(year)s: %(months)s.", year=year, months="; ".join(told))


def _hours(counted: Mapping[str, Any] | None) -> float:
    """None of a month that lies ahead."""
    return counted["hours"] if counted else 0


def _short(code: str) -> str:
    return month(parse(code).first)[:3]
