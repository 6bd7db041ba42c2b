"""What may stand in the way of a mandate."""

from shared.i18n import lazy as _
from shared.web import Problem


class MandateNotFound(Problem):
    """No mandate has this id, or the caller may not see it."""

    status = 404
    slug = "mandate_not_found"
    title = _("There is no such representative.")


class PlaceNotFound(Problem):
    """The region has no such municipality or city district."""

    status = 404
    slug = "place_not_found"
    title = _("There is no such municipality or city district.")


class PlaceIsTaken(Problem):
    """A municipality or city district has one CKA at a time."""

    status = 409
    slug = "place_is_taken"
    title = _("There is a CKA already during those days.")


class AlreadyRepresents(Problem):
    """The same person already represents the same workplace during those days."""

    status = 409
    slug = "already_represents"
    title = _("This person is already a representative there during those days.")


class EndsBeforeItBegins(Problem):
    """The last day lies before the first."""

    status = 422
    slug = "ends_before_it_begins"
    title = _("The last day cannot be before the first.")


class NotYourMunicipality(Problem):
    """A representative sees their own municipality alone."""

    status = 403
    slug = "not_your_municipality"
    title = _("You see the representatives of your own municipality only.")
