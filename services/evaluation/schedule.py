"""What the evaluation service does by itself."""

from datetime import timedelta

from services.evaluation import operations
from services.evaluation.operations import issuing, wiping
from services.evaluation.operations.lecturers import ask_due_lecturers
from services.evaluation.operations.reminding import send_due_reminders
from shared.service import service, transaction
from shared.worker import Job


def issue_invitations() -> object:
    """Send out what is due."""
    with transaction() as session:
        return operations.issue_due_invitations(session)


def send_reminders() -> object:
    """Remind those who have not answered, some of one evaluation in each transaction."""
    with transaction() as session:
        return send_due_reminders(session)


def ask_lecturers() -> object:
    """Ask the lecturers of new activities when the participants are asked."""
    with transaction() as session:
        return ask_due_lecturers(session)


def close_evaluations() -> object:
    """Close evaluations whose last day is over, each in a transaction of its own."""
    with transaction() as session:
        return operations.close_due(session)


def report_counts() -> object:
    """Tell how many have answered, now and then."""
    with transaction() as session:
        return operations.report_counts(session)


def publish_tertials() -> object:
    """Publish tertials that ended some weeks ago."""
    with transaction() as session:
        return operations.publish_ended_tertials(session)


def wipe() -> object:
    """Overwrite what closings deleted."""
    return operations.wipe(service().database)


JOBS: tuple[Job, ...] = (
    Job(issue_invitations, every=timedelta(minutes=1), wake_on=issuing.WAKE),
    Job(send_reminders, every=timedelta(minutes=1)),
    Job(ask_lecturers, every=timedelta(minutes=1), wake_on=issuing.WAKE),
    Job(close_evaluations, every=timedelta(minutes=1)),
    Job(report_counts, every=timedelta(minutes=1)),
    Job(publish_tertials, every=timedelta(hours=1)),
    Job(wipe, every=timedelta(minutes=5), wake_on=wiping.WAKE),
)
