"""What may stand in the way of letting a charge go."""

from shared.i18n import lazy as _
from shared.web import Problem


class NothingIsCharged(Problem):
    """The registration costs nothing, or the occasion is yet to be marked as held."""

    status = 409
    slug = "nothing_is_charged"
    title = _("Nothing is charged for this registration.")
    detail = _("There is a charge once an occasion with a fee has been marked as held.")


class NothingIsWaived(Problem):
    """The charge was never let go, or somebody has taken that back."""

    status = 409
    slug = "nothing_is_waived"
    title = _("This charge has not been waived.")
