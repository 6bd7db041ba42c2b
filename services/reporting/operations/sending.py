"""Planning when a report is sent, and sending it on that day: frozen first, where it is not."""

from collections.abc import Mapping
from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import ReportSending
from services.reporting.operations import freezing
from services.reporting.operations.publishing import publish
from services.reporting.periods import Period, parse
from services.reporting.problems import (
    PeriodCannotBeFrozen,
    PeriodIsNotOver,
    ReportIsSent,
    ResultsAreNotPublished,
    SendingIsTooEarly,
)
from services.reporting.queries import figures, frozen
from shared import clock
from shared.audit import note
from shared.db import insert
from shared.region import Region
from shared.wake import wake
from shared.web import Problem

WAKE = "sendings"  # what wakes those who send
FROM = time(8)  # nobody is sent a report at night
_HINDRANCES = (PeriodCannotBeFrozen, PeriodIsNotOver, ResultsAreNotPublished)
HINDRANCES: Mapping[str, type[Problem]] = {problem.slug: problem for problem in _HINDRANCES}


def plan(session: Session, period: Period, send_on: date | None) -> None:
    """Let the report be sent on a day, which is frozen then; without a day, by nothing but a choice.

    Raises PeriodCannotBeFrozen, ReportIsSent, SendingIsTooEarly.
    """
    check(session, period)
    if send_on is not None and (send_on <= period.last or send_on < clock.today()):
        raise SendingIsTooEarly(errors={"send_on": [SendingIsTooEarly.title]})
    planned = {"send_on": send_on, "tried_on": None, "hindrance": None}
    row = insert(session, ReportSending).values(period=period.code, **planned)
    changed = row.on_conflict_do_update(
        index_elements=[ReportSending.period], set_=planned, where=ReportSending.sent_at.is_(None)
    )
    if session.scalar(changed.returning(ReportSending.period)) is None:
        raise ReportIsSent()
    note(session, "report.planned", period.code, send_on=send_on)
    wake(session, WAKE)


def sendings(session: Session) -> dict[str, ReportSending]:
    """When each report is to be sent, or was, by its period's code."""
    return {item.period: item for item in session.scalars(sa.select(ReportSending))}


def check(session: Session, period: Period) -> None:
    """Raises PeriodCannotBeFrozen, ReportIsSent."""
    if period.code not in {row["period"] for row in figures.periods(session)}:
        raise PeriodCannotBeFrozen()
    sending = session.get(ReportSending, period.code)
    if sending is not None and sending.sent_at is not None:
        raise ReportIsSent()


def send_next(session: Session, region: Region) -> bool:
    """Freeze and send one report whose day has come; returns whether there was any.

    What stands in the way is kept for the page to say, and it is tried again the next day.
    """
    now = clock.local(clock.now())
    if now.time() < FROM:
        return False
    sending = session.scalar(
        sa.select(ReportSending)
        .where(ReportSending.sent_at.is_(None), ReportSending.send_on <= now.date())
        .where(ReportSending.tried_on.is_(None) | (ReportSending.tried_on < now.date()))
        .order_by(ReportSending.period)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if sending is None:
        return False
    sending.tried_on, sending.hindrance = now.date(), None
    period = parse(sending.period)
    try:
        if frozen.frozen_report(session, period) is None:
            freezing.freeze(session, region, period, send=False)
    except _HINDRANCES as problem:  # found before anything was written
        sending.hindrance = problem.slug
    else:
        session.flush()
        publish(session, period)
        note(session, "report.sent", period.code)
    return True
