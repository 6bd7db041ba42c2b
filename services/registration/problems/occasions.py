"""What may stand in the way of an operation, in sentences that help."""

from shared.i18n import lazy as _
from shared.web import Problem
from shared.web.problems import Text


class ActivityNotFound(Problem):
    """No activity has this id."""

    status = 404
    slug = "activity_not_found"
    title = _("There is no such activity.")


class OccasionNotFound(Problem):
    """No occasion has this id, or the public may not see it."""

    status = 404
    slug = "occasion_not_found"
    title = _("There is no such course occasion.")


class SessionNotFound(Problem):
    """No session has this id."""

    status = 404
    slug = "session_not_found"
    title = _("There is no such session.")


class RegistrationNotFound(Problem):
    """No registration has this id, or the link is wrong."""

    status = 404
    slug = "registration_not_found"
    title = _("There is no such registration. Check that you have the whole link.")


class RegistrationIsClosed(Problem):
    """The deadline has passed, or the occasion is not open for registration."""

    status = 409
    slug = "registration_closed"
    title = _("Registration for this occasion is closed.")


class WaitingListIsFull(Problem):
    """No place is left, and none on the waiting list either."""

    status = 409
    slug = "waiting_list_full"
    title = _("The occasion is full, and so is its waiting list.")


class AlreadyRegistered(Problem):
    """The same person, by name and e-mail, is registered on the occasion."""

    status = 409
    slug = "already_registered"
    title = _("You are already registered for this occasion.")
    detail: Text | None = _(
        "The link in your confirmation shows your registration. Write to us if you have lost it."
    )


class PersonIsRegistered(AlreadyRegistered):
    """The same, told to somebody who registers others."""

    title = _("This person is already registered for the occasion.")
    detail = None


class AlreadyCancelled(Problem):
    """The registration was cancelled before."""

    status = 409
    slug = "already_cancelled"
    title = _("This registration is already cancelled.")


class OccasionHasBegun(Problem):
    """Too late for the holder to cancel."""

    status = 409
    slug = "occasion_has_begun"
    title = _("The occasion has begun, so the registration can no longer be cancelled here.")


class ParticipantHasAttended(Problem):
    """A registration with attendance cannot be cancelled."""

    status = 409
    slug = "participant_has_attended"
    title = _("The participant has attended, so the registration cannot be cancelled.")


class StateDoesNotFit(Problem):
    """The occasion is in another state than the change needs; the detail says which."""

    status = 409
    slug = "state_does_not_fit"
    title = _("The occasion cannot be changed in this way now.")


class SessionHasAttendance(Problem):
    """A session with recorded attendance cannot be taken away."""

    status = 409
    slug = "session_has_attendance"
    title = _("Attendance is recorded for a session that you want to remove.")


class NotAParticipant(Problem):
    """The attendance list names somebody without a place on the occasion."""

    status = 422
    slug = "not_a_participant"
    title = _("The list names a registration that has no place on this occasion.")


class NotTheHolder(Problem):
    """Neither the holder's token nor a coordinator's."""

    status = 403
    slug = "not_the_holder"
    title = _("Only the holder of the registration or a coordinator may cancel it.")
