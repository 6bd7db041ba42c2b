"""Freezing: the report of a tertial or a year is stored as published, and stays whatever comes later."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting import locks
from services.reporting.files import document
from services.reporting.files.paper.report import as_pdf
from services.reporting.models import FrozenPaper, FrozenPart, FrozenReport
from services.reporting.operations.publishing import publish
from services.reporting.periods import Period, parse
from services.reporting.problems import (
    PeriodCannotBeFrozen,
    PeriodIsNotOver,
    ReportIsFrozen,
    ResultsAreNotPublished,
)
from services.reporting.queries import figures, frozen
from shared import clock
from shared.audit import current_actor, note
from shared.db import insert
from shared.i18n import DEFAULT, in_language
from shared.region import Region
from shared.wake import wake

PAPERS = "papers"  # what wakes those who typeset


def freeze(
    session: Session, region: Region, period: Period, *, force: bool = False, send: bool = True
) -> FrozenReport:
    """Store the report of a period as it is now; `force` does so without all evaluation results.

    It goes to those who are sent reports, unless that is left for later.

    Raises PeriodCannotBeFrozen, ReportIsFrozen, PeriodIsNotOver, ResultsAreNotPublished.
    """
    missing = check(session, period, force=force)
    locks.hold_all(session)  # events wait meanwhile, so that all parts of the report agree
    report = _claimed(session, period, is_forced=bool(missing))
    with in_language(DEFAULT):
        whole = _keep(session, region, period, document.REGION)
        for place in dict.fromkeys(row["municipality"] for row in whole["places"]):
            _keep(session, region, period, place, whole)
    note(session, "report.frozen", period.code, is_forced=report.is_forced, missing=missing, is_sent=send)
    if send:
        publish(session, period)
    wake(session, PAPERS)
    return report


def _keep(
    session: Session, region: Region, period: Period, place: str, whole: document.Parts | None = None
) -> document.Parts:
    parts = document.counted_parts(session, region, period, place, whole)
    key = {"period": period.code, "place": place}
    rows = [key | {"part": part, "content": content} for part, content in parts.items()]
    session.execute(sa.insert(FrozenPart), rows)
    session.execute(sa.insert(FrozenPaper), [key | {"pdf": None}])
    return parts


def check(session: Session, period: Period, *, force: bool) -> list[str]:
    """The tertials whose results are not published.

    Raises PeriodCannotBeFrozen, ReportIsFrozen, PeriodIsNotOver, ResultsAreNotPublished.
    """
    known = {row["period"]: row for row in figures.periods(session)}.get(period.code)
    if known is None:
        raise PeriodCannotBeFrozen()
    if known["frozen_at"] is not None:
        raise ReportIsFrozen()
    if not period.is_over:
        raise PeriodIsNotOver()
    missing = sorted(set(period.tertials) - set(known["published_tertials"]))
    if missing and not force:
        raise ResultsAreNotPublished()
    return missing


def typeset_next(session: Session, region: Region) -> bool:
    """Print one frozen report that is not on paper yet; returns whether there was any."""
    paper = session.scalar(
        sa.select(FrozenPaper)
        .where(FrozenPaper.pdf.is_(None))
        .order_by(FrozenPaper.period, FrozenPaper.place)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if paper is None:
        return False
    kept = document.document_of(session, region, parse(paper.period), paper.place)
    with in_language(DEFAULT):
        paper.pdf = as_pdf(region, kept)
    return True


def _claimed(session: Session, period: Period, *, is_forced: bool) -> FrozenReport:
    """The report, unless somebody else has just frozen it."""
    values = {
        "period": period.code,
        "frozen_at": clock.now(),
        "frozen_by": current_actor().staff_id,
        "is_forced": is_forced,
    }
    statement = insert(session, FrozenReport).values(values).on_conflict_do_nothing()
    if session.scalar(statement.returning(FrozenReport.period)) is None:
        raise ReportIsFrozen()
    report = frozen.frozen_report(session, period)
    assert report is not None  # its row is ours
    return report
