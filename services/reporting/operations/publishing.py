"""Sending a report: whoever is sent reports is told that it is published, once."""

from sqlalchemy.orm import Session

from services.reporting.models import ReportSending
from services.reporting.periods import Period
from shared import clock, events
from shared.db import insert
from shared.i18n import DEFAULT, in_language
from shared.outbox import emit


def publish(session: Session, period: Period) -> bool:
    """Let a frozen report go to those who are sent reports; returns whether it had not gone before."""
    row = insert(session, ReportSending).values(period=period.code, sent_at=clock.now())
    sent = row.on_conflict_do_update(
        index_elements=[ReportSending.period],
        set_={"sent_at": row.excluded.sent_at, "hindrance": None},
        where=ReportSending.sent_at.is_(None),
    )
    if session.scalar(sent.returning(ReportSending.period)) is None:
        return False
    with in_language(DEFAULT):
        emit(session, events.ReportPublished(period.code, version=1, name=period.name))
    return True
