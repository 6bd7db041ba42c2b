"""What may stand in the way of attendance and check-in, in sentences that help."""

from shared.i18n import lazy as _
from shared.web import Problem


class TertialIsFrozen(Problem):
    """The tertial of the session is reported: attendance changes with a reason only."""

    status = 409
    slug = "tertial_is_frozen"
    title = _("The tertial is frozen, so a correction needs a reason.")


class NotYourOccasion(Problem):
    """A lecturer sees and notes the attendance of own occasions alone."""

    status = 403
    slug = "not_your_occasion"
    title = _("You can take attendance only on occasions where you are the lecturer.")


class CheckInCodeIsWrong(Problem):
    """A code that we did not make."""

    status = 404
    slug = "check_in_code_wrong"
    title = _("The code does not lead anywhere. Read the code on the screen again, or tell the organiser.")


class CheckInIsNotOpen(Problem):
    """Before the session's check-in opens; the detail says when it does."""

    status = 409
    slug = "check_in_not_open"
    title = _("Check-in has not opened yet.")


class CheckInIsClosed(Problem):
    """The session is over, or will not be held."""

    status = 409
    slug = "check_in_closed"
    title = _("Check-in is closed. Tell the organiser if you were there.")


class NoPlaceWithThisAddress(Problem):
    """Nobody with this e-mail address has a place on the occasion."""

    status = 404
    slug = "no_place_with_this_address"
    title = _("No place here is booked with that e-mail address.")
    detail = _("Write the address that your confirmation came to, or tell the organiser that you are here.")
