"""Goals and their outcome, as the paper says them."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from services.reporting.files.document import Document
from services.reporting.goals import words
from services.reporting.periods import parse
from shared.i18n import gettext as _


def goals(document: Document) -> dict[str, Any]:
    """A block for each goal, area by area: what was aimed at, what came out, and what the office says."""
    areas = groupby(document.part("goals"), lambda row: row["area"])
    return {
        "heading": _("Goals and outcome"),
        "text": _("The goals are those of the whole region.") if document.place else "",
        "areas": [{"name": name, "items": [_goal(row) for row in rows]} for name, rows in areas],
        "note": str(words.INTERVAL_MEANS),
    }


def comments(row: Mapping[str, Any]) -> list[str]:
    """What the office has written about the goal, with its tertial."""
    return [f"{_capital(parse(item['period']).name)}: {item['text']}" for item in row["comments"]]


def _goal(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sentence": row["sentence"],
        "outcome": "" if row["value"] is None else words.figure(row),
        "basis": words.basis(row),
        "status": str(words.STATUS[row["status"]]),
        "code": row["status"],
        "missing_name": f"{words.missing_name(row['measure'])}:",
        "missing": ", ".join(row["missing"]),
        "comments": comments(row),
        "responsible": _("Responsible: %(who)s", who=row["responsible"]) if row["responsible"] else "",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
