"""Everything about one municipality, or one of its districts, beside what the whole region has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.dashboard.headlines import Headline, headlines, in_order
from services.reporting.goals import outcomes
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.written import written
from services.reporting.queries import figures
from services.reporting.queries.breakdown import Dimension, parts
from services.reporting.queries.figures import Figures
from shared.region import Region

HEADLINES = (
    "participants", "hours", "reached_share", "occasions_held", "response_rate", "satisfied_share",
)  # fmt: skip
PARTS = (Dimension.ROLE, Dimension.KIND, Dimension.EMPLOYER, Dimension.SIDE)
# What the page tells in words, where the catalogue has it.
FACTS = (
    "registrations", "cancellations", "network_meetings", "network_attendance", "named_representatives",
    "enough_knowledge_share", "recommendation_share",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A breakdown in bars: the dimension, its rows where somebody counts, and the highest count."""

    by: Dimension
    rows: Sequence[Figures]
    highest: int


@dataclass(frozen=True)
class Activities:
    """The activities that somebody from the place took part in, and those held that nobody did."""

    attended: Sequence[Figures]
    others: Sequence[Figures]


def headlines_beside(session: Session, region: Region, selection: Selection) -> list[tuple[Headline, str]]:
    """The figures on top, each with what the whole region has."""
    whole = figures.totals(session, region, _of_region(selection))
    chosen = [code for code in HEADLINES if code in whole]
    return [
        (item, written(item.measure.unit, whole[item.measure.code]))
        for item in headlines(session, region, selection, chosen)
    ]


def facts(session: Session, region: Region, selection: Selection) -> list[tuple[str, str]]:
    """More figures of the place, by the names of their measures."""
    own = figures.totals(session, region, selection)
    return [
        (str(BY_CODE[code].name), written(BY_CODE[code].unit, own[code]))
        for code in FACTS
        if own.get(code) is not None
    ]


def districts(session: Session, region: Region, selection: Selection) -> list[Figures]:
    """The rows of the municipality's districts; none for a district."""
    if selection.district:
        return []
    rows = in_order(figures.municipalities(session, region, selection), "name")
    return [row for row in rows if row["district"]]


def in_parts(session: Session, region: Region, selection: Selection) -> list[Part]:
    """The participants by role, kind, employer and side; values that nobody has are left out."""
    found = []
    for by in PARTS:
        rows = [row for row in parts(session, region, selection, by) if row["participants"]]
        found.append(Part(by, rows, max((row["participants"] for row in rows), default=0)))
    return found


def activities(session: Session, region: Region, selection: Selection) -> Activities:
    """What somebody from the place took part in, and what was held besides in the period."""
    held = parts(session, region, _of_region(selection), Dimension.ACTIVITY)
    own = parts(session, region, selection, Dimension.ACTIVITY)
    attended = [row for row in own if row["participants"]]
    known = {row["value"] for row in attended}
    return Activities(attended, [row for row in held if row["participants"] and row["value"] not in known])


def goals(session: Session, region: Region, selection: Selection) -> list[dict[str, Any]]:
    """The region's goals with their outcome; of the places that one still lacks, only those of this page."""
    own = _place_names(region, selection)
    rows = outcomes.rows(session, region, selection.period, names_places=True)
    return [{**row, "missing": [name for name in row["missing"] if name in own]} for row in rows]


def _place_names(region: Region, selection: Selection) -> set[str]:
    municipality = region.municipality(selection.municipality)
    if municipality is None:
        return set()
    if selection.district:
        return {region.place_name(municipality.code, selection.district)}
    return {municipality.name, *(item.name for item in municipality.districts)}


def _of_region(selection: Selection) -> Selection:
    return replace(selection, municipality=None, district=None)
