"""Where the button of an e-mail leads."""

from collections.abc import Callable
from typing import Literal

from services.notifications.delivery.lanes import TOPIC_OF
from shared import neighbours

Link = Literal[
    "manage",
    "group",
    "approval",
    "answer",
    "report",
    "results",
    "published_report",
    "certificate",
    "sign_in",
    "password",
    "catalogue",
]

HIDDEN = "•••"  # in the place of a secret: who may read the mail may not act as its reader

# Their tokens are kept, for later mails have the same link; the others come with the event of one mail.
KEPT_LINKS: tuple[Link, ...] = ("manage", "group")

# Links of the reader's own, each with a secret in it.
_WITH_SECRET: dict[Link, Callable[[str], str]] = {
    "manage": neighbours.manage_link,
    "group": neighbours.group_link,
    "approval": neighbours.approval_link,
    "answer": neighbours.answer_link,
    "report": neighbours.report_link,
    "results": neighbours.results_link,
    "published_report": neighbours.published_report_link,
    "certificate": neighbours.certificate,
    "sign_in": neighbours.sign_in_link,
    "password": neighbours.password_link,
}


def hidden_stop(template: str) -> str | None:
    """In the place of the link by which only the reader unsubscribes, where the e-mail has one."""
    return neighbours.unsubscribe_link(HIDDEN) if template in TOPIC_OF else None


def link_to(link: Link, secret: str | None) -> str | None:
    """The address; None where it needs a secret and there is none any more."""
    if link == "catalogue":
        return neighbours.catalogue()
    return _WITH_SECRET[link](secret) if secret else None
