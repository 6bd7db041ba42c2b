"""What may stand in the way of dates that recur."""

from shared.i18n import lazy as _
from shared.web import Problem


class NoDates(Problem):
    """No date is left between the first day and the end."""

    status = 422
    slug = "no_dates"
    title = _("No date is left. Change the first day, the end, or what is skipped.")


class TooManyDates(Problem):
    """An occasion has a limit of sessions."""

    status = 422
    slug = "too_many_dates"
    title = _("An occasion can have at most 60 course days.")
