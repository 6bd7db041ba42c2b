"""The report on a period as a designed and tagged PDF: for the region, or for one municipality."""

from pathlib import Path
from typing import Any

from services.reporting.files.document import Document
from services.reporting.files.paper import charts, lists, short
from services.reporting.files.paper.goals import goals
from services.reporting.measures.catalogue import MEASURES
from shared.formats import day
from shared.i18n import current_language
from shared.i18n import gettext as _
from shared.region import Region
from shared.typeset import typeset
from shared.web.pages import LAYOUT

_TEMPLATE = Path(__file__).parents[2] / "templates" / "pdf" / "report.typ"
_WAVES = LAYOUT / "static" / "waves.svg"


def as_pdf(region: Region, document: Document) -> bytes:
    """The report in the reader's language; the same document gives the same bytes."""
    return typeset(_TEMPLATE, content_of(region, document), made_at=document.made_at, is_accessible=True)


def content_of(region: Region, document: Document) -> dict[str, Any]:
    """All that the paper says."""
    return {
        **_cover(region, document),
        "short": short.in_short(region, document),
        "goals": goals(document),
        "curve": charts.curve(document),
        "chart": None if document.place else charts.places(document),
        "places": lists.places(document),
        "missing": None if document.place else lists.missing(document),
        "breakdowns": lists.breakdowns(document),
        "occasions": lists.occasions(document),
        "evaluation": short.evaluation(document),
        "definitions": _definitions(),
    }


def _cover(region: Region, document: Document) -> dict[str, Any]:
    name = document.totals["name"]
    return {
        "language": current_language(),
        "office": region.office,
        "region": region.name,
        "contact": f"{region.email} · {region.phone}",
        "waves": _WAVES.read_text(encoding="utf-8"),
        "kind": kind_of(document),
        "place": name,
        "period": document.period.name,
        "days": f"{day(document.period.first)} – {day(document.period.last)}",
        "state": _state(document),
        "page": _("Page"),
        "of": _("of"),
    }


def kind_of(document: Document) -> str:
    """What the report is called."""
    if len(document.period.tertials) == 1:
        return _("Tertial report")
    return _("Annual report") if document.period.tertials else _("Report")


def _state(document: Document) -> str:
    if document.frozen_at:
        return _("Published and frozen on %(day)s.", day=day(document.frozen_at))
    if document.is_revised:
        return _(
            "As it looks today, %(day)s. The published report is another paper.", day=day(document.made_at)
        )
    return _("Preliminary: as it looks today, %(day)s. It is not frozen yet.", day=day(document.made_at))


def _definitions() -> dict[str, Any]:
    return {
        "heading": _("What the figures mean"),
        "small": _("How small groups are protected"),
        "small_text": _(
            "Results of evaluations are never shown for fewer than five answers, and not so that the answers "
            "of fewer than five can be worked out from what is shown. Courses with few answers are put "
            "together until they are enough. That is why a dash may stand where people have taken part, and "
            "why there are no results by role, employer or side."
        ),
        "items": [{"name": str(item.name), "text": f"{item.sentence} {item.formula}"} for item in MEASURES],
    }
