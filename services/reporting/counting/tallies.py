"""Counting participation: the tally of every group that a question makes.

A participation belongs to the day of its session, a registration and an occasion to the day of the last
session. What has no occasion or no registration yet is counted the moment those arrive. A named period with
one cut at most stands in the summaries; everything else is counted among the entries, to the same figures,
and remembered until one of them changes.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from services.reporting.counting import entry_queries, summary_queries
from services.reporting.counting.grouping import Grouping, Tallies
from services.reporting.counting.remembering import remembered
from services.reporting.counting.selection import Selection

__all__ = ["Grouping", "Tallies", "tallies"]


def tallies(
    session: Session, selection: Selection, grouping: Grouping, occasions: Sequence[UUID] | None = None
) -> Tallies:
    """The tally of every group that has any; ask for a missing key and it is all zeros.

    Of occasions, those of the period, or the given ones of these.
    """
    cut = summary_queries.cut_of(selection, grouping)
    if cut is not None:
        return summary_queries.tallies(session, selection, grouping, cut)
    if grouping is Grouping.OCCASION:
        return entry_queries.tallies(session, selection, grouping, occasions)
    return remembered(
        session, selection, grouping, lambda: entry_queries.tallies(session, selection, grouping)
    )
