"""Which e-mails wait for nobody, which may wait, and which of them a reader may do without."""

from typing import Literal

from shared.i18n import LazyString
from shared.i18n import lazy as _

Lane = Literal["prompt", "bulk"]
# In the order in which they are served: as long as anything is due in one, the next waits.
LANES: tuple[Lane, ...] = ("prompt", "bulk")

Topic = Literal["evaluations", "reminders", "messages", "digest"]
TOPICS: dict[Topic, LazyString] = {
    "evaluations": _("Invitations to evaluate, follow-ups and surveys"),
    "reminders": _("Reminders before an occasion"),
    "messages": _("Messages from the office about an occasion"),
    "digest": _("Digests of what is coming up"),
}
# What is not strictly necessary, so that its reader can unsubscribe from it.
TOPIC_OF: dict[str, Topic] = {
    "evaluation_invitation": "evaluations",
    "evaluation_reminder": "evaluations",
    "follow_up_invitation": "evaluations",
    "follow_up_reminder": "evaluations",
    "survey_invitation": "evaluations",
    "survey_reminder": "evaluations",
    "occasion_reminder": "reminders",
    "free_message": "messages",
    "representative_digest": "digest",
}
# A lecturer answers as part of the assignment, and cannot unsubscribe from that; nor can whoever represents a
# place, or is on the list of readers, from its few reports.
_BULK = frozenset({*TOPIC_OF, "lecturer_asked", "lecturer_reminder", "lecturer_results", "report_published"})


def lane_of(template: str) -> Lane:
    """The lane of a kind of e-mail."""
    return "bulk" if template in _BULK else "prompt"
