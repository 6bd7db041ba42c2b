"""What reporting does by itself: it prints frozen reports, sends those whose day has come, and tidies up."""

from datetime import timedelta

from services.reporting.counting import locks, pending, recount
from services.reporting.operations import accesses, freezing, sending
from shared.service import service, transaction
from shared.worker import Job


def typeset_reports() -> object:
    """Put the next frozen report on paper, each in a transaction of its own."""
    with transaction() as session:
        return freezing.typeset_next(session, service().region)


def send_reports() -> object:
    """Freeze and send the next report whose day has come, each in a transaction of its own."""
    with transaction() as session:
        return sending.send_next(session, service().region)


def forget_links() -> None:
    """Forget links to reports that have ended."""
    with transaction() as session:
        accesses.forget_ended(session)


def add_up() -> None:
    """Add to the summaries what a rush has left pending: it is counted as it is, but slower to read."""
    with transaction() as session:
        if pending.number(session):
            locks.hold_summaries(session)
            recount.settle(session)


JOBS: tuple[Job, ...] = (
    Job(add_up, every=timedelta(minutes=1)),
    Job(typeset_reports, every=timedelta(minutes=5), wake_on=freezing.PAPERS),
    Job(send_reports, every=timedelta(minutes=15), wake_on=sending.WAKE),
    Job(forget_links, every=timedelta(hours=6)),
)
