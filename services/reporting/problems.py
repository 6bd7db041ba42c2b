"""What may be wrong with a question to reporting."""

from shared.i18n import lazy as _
from shared.web import Problem


class NotYourMunicipality(Problem):
    """A representative asked for another municipality by its name."""

    status = 403
    slug = "not_your_municipality"
    title = _("You may only see the figures of your own municipality.")


class UnknownMunicipality(Problem):
    """The municipality is not in the region."""

    status = 422
    slug = "unknown_municipality"
    title = _("There is no such municipality in the region.")
