"""The period in short, and its evaluation: every measure beside that of the periods it is compared with."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.files.document import Document
from services.reporting.measures.catalogue import BY_CODE, measures_of
from services.reporting.measures.measure import Kind, Measure, Row
from services.reporting.measures.written import change, written
from services.reporting.periods import parse
from shared.i18n import gettext as _
from shared.region import Region

CARDS = ("participants", "hours", "occasions_held", "municipalities", "response_rate", "satisfied_share")
CARDS_OF_A_PLACE = (
    "participants", "hours", "occasions_held", "reached_share", "response_rate", "satisfied_share",
)  # fmt: skip

Figures = Mapping[str, Any]


def in_short(region: Region, document: Document) -> dict[str, Any]:
    """The headline figures, and a line for each measure of who took part."""
    codes = CARDS_OF_A_PLACE if document.place else CARDS
    return {
        "heading": _("The period in short"),
        "cards": [_card(BY_CODE[code], document) for code in codes],
        "table": _table(document, Kind.PARTICIPATION, region),
    }


def evaluation(document: Document) -> dict[str, Any]:
    """What was answered, as it was published."""
    tertials = [parse(code).name for code in document.totals["published_tertials"]]
    if not tertials:
        text = _("The evaluation results of the period are not published yet.")
    else:
        text = _("Published results of %(tertials)s.", tertials=", ".join(tertials))
    return {
        "heading": _("Evaluation"),
        "text": text,
        "table": _table(document, Kind.EVALUATION, None) if tertials else None,
    }


def _card(measure: Measure, document: Document) -> dict[str, Any]:
    now = document.totals[measure.code]
    steps = [
        _("%(step)s since %(period)s", step=step, period=parse(row["period"]).name)
        for row in document.part("compared")
        if (step := change(measure.unit, now, row[measure.code])) is not None
    ]
    return {"name": str(measure.name), "figure": written(measure.unit, now), "steps": steps}


def _table(document: Document, kind: Kind, region: Region | None) -> dict[str, Any]:
    compared: Sequence[Figures] = [document.totals, *document.part("compared")]
    heads = [parse(row["period"]).name for row in compared]
    whole: Figures | None = document.parts.get("region")
    if whole is not None:
        compared, heads = [*compared, whole], [*heads, whole["name"]]
    chosen = [item for item in measures_of(Row.REGION) if item.kind is kind]
    if document.place:  # of which one takes part there is nothing to count
        chosen = [item for item in chosen if item.code != "municipalities"]
    return {
        "head": [_("Measure"), *heads],
        "rows": [
            [str(item.name), *(written(item.unit, row.get(item.code)) for row in compared)] for item in chosen
        ],
    }
