"""What can be wrong with a request to notifications."""

from shared.i18n import lazy as _
from shared.web import Problem


class NoSuchMessage(Problem):
    """No e-mail has this id."""

    status = 404
    slug = "no_such_message"
    title = _("There is no such e-mail.")


class MessageIsNotFailed(Problem):
    """Only what failed may be sent again."""

    status = 409
    slug = "message_is_not_failed"
    title = _("Only an e-mail that failed can be sent again.")


class NoSuchLetter(Problem):
    """No letter in the mail folder has this key."""

    status = 404
    slug = "no_such_letter"
    title = _("There is no such e-mail.")
