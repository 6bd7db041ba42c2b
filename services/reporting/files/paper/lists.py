"""The tables of the paper: places, the parts of everybody who took part, and the activities held."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.reporting.dashboard.headlines import in_order, without_participants
from services.reporting.files.document import Document
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.written import written
from services.reporting.queries.breakdown import DIMENSIONS, Dimension
from services.reporting.queries.names import LISTS
from shared.formats import short_day
from shared.i18n import gettext as _
from shared.i18n import ngettext
from shared.vocabulary import FORMS, KINDS

PLACES = (
    "occasions_held", "registrations", "participants", "reached_share", "hours", "answered", "response_rate",
    "satisfied_share",
)  # fmt: skip
PARTS = ("occasions_held", "registrations", "participants", "attendances", "hours")
BY = (Dimension.KIND, Dimension.FORM, Dimension.ROLE, Dimension.EMPLOYER, Dimension.SIDE)
OCCASIONS = ("participants", "hours", "response_rate", "satisfied_share")


def places(document: Document) -> dict[str, Any] | None:
    """A line for each municipality and district; none for a municipality that has no districts."""
    rows = in_order(document.part("places"), "name")
    if document.place and len(rows) == 1:
        return None
    return {
        "heading": _("City districts") if document.place else _("Municipalities and city districts"),
        "head": [_("Municipality"), *_names(PLACES)],
        "rows": [
            {"is_part": row["district"] is not None, "cells": [row["name"], *_figures(row, PLACES)]}
            for row in rows
        ],
        "note": _(
            "A city district counts in its municipality too. A dash for satisfied and response rate means "
            "that fewer than five have answered, or that the results are not published yet."
        ),
    }


def missing(document: Document) -> dict[str, Any]:
    """The places that nobody came from."""
    names = without_participants(document.part("places"))
    if not names:
        text = _("Every municipality and city district has taken part.")
    else:
        text = ngettext(
            "One municipality or city district has had no participant in the period.",
            "%(number)s municipalities and city districts have had no participant in the period.",
            len(names),
        )
    return {"heading": _("Have not taken part"), "text": text, "names": names}


def breakdowns(document: Document) -> dict[str, Any]:
    """Who took part and in what, one dimension at a time; the values that count nothing are left out."""
    tables = [_breakdown(by, document.part(f"by_{by}")) for by in BY]
    return {
        "heading": _("Who took part, and in what"),
        "text": _("A person or an occasion may count in several lines of a table, which then do not add up."),
        "tables": [table for table in tables if table["rows"]],
    }


def value_name(by: Dimension, row: Mapping[str, Any]) -> str:
    """What a value is called in the reader's language, where it is in a list."""
    return str(LISTS.get(by, {}).get(row["value"], row["name"]))


def _breakdown(by: Dimension, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    name = str(DIMENSIONS[by])
    return {
        "heading": name,
        "head": [name, *_names(PARTS)],
        "rows": [
            {"is_part": True, "cells": [value_name(by, row), *_figures(row, PARTS)]}
            for row in rows
            if any(row[code] for code in PARTS)
        ],
    }


def occasions(document: Document) -> dict[str, Any]:
    """The occasions held, in the order of their days."""
    is_shown = "registrations" if document.place else "state"
    held = [row for row in document.part("occasions") if row["state"] == "completed" and row[is_shown]]
    note = _("How many from here took part in what was held.") if document.place else ""
    codes = OCCASIONS[:2] if document.place else OCCASIONS
    return {
        "heading": _("Activities held"),
        "text": note,
        "head": [_("Day"), _("Activity"), *_names(codes)],
        "rows": [
            {
                "day": short_day(date.fromisoformat(row["last_on"])),
                "title": row["title"],
                "kind": f"{KINDS[row['kind']]}, {FORMS[row['form']].lower()}",
                "figures": _figures(row, codes),
            }
            for row in sorted(held, key=lambda row: (row["last_on"], row["title"]))
        ],
        "nothing": _("No occasion was held in the period."),
    }


def _names(codes: Sequence[str]) -> list[str]:
    return [str(BY_CODE[code].name) for code in codes]


def _figures(row: Mapping[str, Any], codes: Sequence[str]) -> list[str]:
    return [written(BY_CODE[code].unit, row.get(code)) for code in codes]
