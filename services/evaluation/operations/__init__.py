"""What the service does; HTTP, events and the schedule are doors to it."""

from services.evaluation.operations.answering import answer, open_invitation
from services.evaluation.operations.closing import close_due, close_evaluation
from services.evaluation.operations.counting import report_counts
from services.evaluation.operations.inviting import invite_those_present
from services.evaluation.operations.issuing import issue_due_invitations
from services.evaluation.operations.publishing import publish_ended_tertials, publish_tertial
from services.evaluation.operations.wiping import wipe

__all__ = [
    "answer",
    "close_due",
    "close_evaluation",
    "invite_those_present",
    "issue_due_invitations",
    "open_invitation",
    "publish_ended_tertials",
    "publish_tertial",
    "report_counts",
    "wipe",
]
