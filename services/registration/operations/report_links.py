"""Sending a published report: a link for each who is sent it, by which reporting shows it without an account.

Reporting learns the fingerprint of the link and what it opens, but not whose it is.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.registration.models import ReportLink, ReportReader
from services.registration.operations.tokens import new_token
from services.registration.queries.report_readers import Wanted, report_recipients
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.db import insert
from shared.envelope import Event
from shared.ids import new_id
from shared.outbox import emit
from shared.service import transaction

WORKS = timedelta(days=365)  # as long as a report is new, and the next year's is compared with it


def issue_report_links(session: Session, event: Event) -> None:
    """Give everybody who is sent this report a link to it, once for each person and place."""
    told = [
        one for wanted in report_recipients(session) for one in _issued(session, str(event.subject), wanted)
    ]
    if told:
        emit(session, *told)


def forget_report_links(session: Session, contact_id: UUID) -> None:
    """Take a person off the list, and let the links that they were sent open nothing more."""
    session.execute(sa.delete(ReportReader).where(ReportReader.contact_id == contact_id))
    gone = sa.delete(ReportLink).where(ReportLink.contact_id == contact_id).returning(ReportLink)
    _withdraw(session, session.scalars(gone).all())


def hand_over_report_links(session: Session, gone_id: UUID, kept_id: UUID) -> None:
    """Drop what one entry of a person has that the other, which it becomes part of, has too."""
    kept = sa.select(ReportReader.contact_id).where(ReportReader.contact_id == kept_id)
    double = sa.delete(ReportReader).where(ReportReader.contact_id == gone_id, kept.exists())
    session.execute(double)
    theirs = aliased(ReportLink)
    same = sa.exists().where(
        theirs.contact_id == kept_id,
        theirs.period == ReportLink.period,
        theirs.municipality == ReportLink.municipality,
    )
    gone = sa.delete(ReportLink).where(ReportLink.contact_id == gone_id, same).returning(ReportLink)
    _withdraw(session, session.scalars(gone).all())


def forget_old_report_links() -> None:
    """Forget who was sent links that open nothing any more."""
    with transaction() as session:
        session.execute(sa.delete(ReportLink).where(ReportLink.expires_on < clock.today()))


def _issued(session: Session, period: str, wanted: Wanted) -> list[Event]:
    token, expires_on = new_token(), clock.today() + WORKS
    row = insert(session, ReportLink).values(
        id=new_id(),
        period=period,
        municipality=wanted.municipality,
        contact_id=wanted.contact_id,
        token_hash=fingerprint(token),
        sent_at=clock.now(),
        expires_on=expires_on,
    )
    link_id = session.scalar(row.on_conflict_do_nothing().returning(ReportLink.id))
    if link_id is None:  # sent before
        return []
    opens = {"period": period, "municipality": wanted.municipality or None, "expires_on": expires_on}
    return [
        events.ReportLinkIssued(link_id, version=1, contact_id=wanted.contact_id, token=token, **opens),
        events.ReportAccessGranted(link_id, version=1, token_hash=fingerprint(token), **opens),
    ]


def _withdraw(session: Session, links: Iterable[ReportLink]) -> None:
    ended = [events.ReportAccessGranted(link.id, version=2, **_over(link)) for link in links]
    if ended:
        emit(session, *ended)


def _over(link: ReportLink) -> dict[str, Any]:
    yesterday = clock.today() - timedelta(days=1)
    return {
        "token_hash": link.token_hash,
        "period": link.period,
        "municipality": link.municipality or None,
        "expires_on": min(link.expires_on, yesterday),
    }
