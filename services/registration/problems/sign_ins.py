"""What may stand in the way of a participant who wants to see their own registrations."""

from shared.i18n import lazy as _
from shared.web import Problem


class SignInLinkIsSpent(Problem):
    """The link was used, or its time is over."""

    status = 410
    slug = "sign_in_link_spent"
    title = _("The link has been used, or is too old.")
    detail = _("Ask for a new one: it comes by e-mail at once, and works for half an hour.")


class SignInHasEnded(Problem):
    """Nobody has signed in here, or the session is over."""

    status = 401
    slug = "sign_in_needed"
    title = _("You are no longer signed in. Ask for a new link.")
