"""How many of the network meetings held in a period each municipality was at."""

from dataclasses import replace

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.measures.measure import Networks
from services.reporting.measures.tally import Tally
from shared.region import Region


def meetings_held(session: Session, selection: Selection) -> int:
    """The network meetings held in the period, whoever was there."""
    anybody = replace(selection, municipality=None, district=None, employer=None, side=None, role=None)
    return tallies(session, anybody, Grouping.REGION).get((), Tally()).network_meetings


def meetings_by_municipality(session: Session, region: Region, selection: Selection) -> dict[str, int]:
    """How many network meetings somebody from each of the region's municipalities was at, by its code."""
    found = tallies(session, selection, Grouping.MUNICIPALITY)
    codes = [item.code for item in region.open_municipalities]
    return {code: found.get((code,), Tally()).network_meetings for code in codes}


def networks_of_region(session: Session, region: Region, selection: Selection) -> Networks:
    """Added up over the municipalities, so that the share is their mean."""
    held = meetings_held(session, selection)
    attended = meetings_by_municipality(session, region, selection) if held else {}
    return Networks(sum(attended.values()), held * len(attended))
