"""What can be wrong with a request to notifications."""

from shared.i18n import lazy as _
from shared.web import Problem


class NoSuchMessage(Problem):
    """No e-mail has this id."""

    status = 404
    slug = "no_such_message"
    title = _("There is no such e-mail.")


class MessageIsUnderWay(Problem):
    """Only what was sent or failed may be sent again."""

    status = 409
    slug = "message_is_under_way"
    title = _("Only an e-mail that was sent or failed can be sent again.")


class MessageCannotBeRepeated(Problem):
    """Its link or its text is kept no more."""

    status = 409
    slug = "message_cannot_be_repeated"
    title = _("This e-mail cannot be sent again: its own link or text is no longer kept.")


class AddressIsSuppressed(Problem):
    """E-mail to the address came back for good."""

    status = 409
    slug = "address_is_suppressed"
    title = _("E-mail to this address comes back. Release the address first.")


class NoSuchSuppression(Problem):
    """No suppressed address has this id."""

    status = 404
    slug = "no_such_suppression"
    title = _("The address is not among those that do not work.")


class NoSuchSubscription(Problem):
    """The token of the link is none of ours."""

    status = 404
    slug = "no_such_subscription"
    title = _("The link is not complete.")
    detail = _("Open it once more from the e-mail, or write to the office.")


class NoSuchOccasion(Problem):
    """No occasion has this id, or none that has come here yet."""

    status = 404
    slug = "no_such_occasion"
    title = _("There is no such occasion.")


class NoSuchDraft(Problem):
    """No message of the office's has this id."""

    status = 404
    slug = "no_such_draft"
    title = _("There is no such message.")


class NobodyToWriteTo(Problem):
    """The choice of recipients is empty."""

    status = 409
    slug = "nobody_to_write_to"
    title = _("There is nobody to write to.")


class NoSuchEmail(Problem):
    """No kind of e-mail has this name, or not in this language."""

    status = 404
    slug = "no_such_kind_of_email"
    title = _("There is no such kind of e-mail.")


class NoSuchLetter(Problem):
    """No letter in the mail folder has this key."""

    status = 404
    slug = "no_such_letter"
    title = _("There is no such e-mail.")
