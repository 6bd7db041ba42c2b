"""What may stand in the way of showing, exporting or erasing a person."""

from shared.i18n import lazy as _
from shared.web import Problem


class PersonNotFound(Problem):
    """No person has this id."""

    status = 404
    slug = "person_not_found"
    title = _("There is no such person.")


class PersonIsErased(Problem):
    """The person was erased before: nothing is left to show, export or erase."""

    status = 409
    slug = "person_is_erased"
    title = _("The person is erased. Nothing is left to show or erase.")


class PersonHasDuties(Problem):
    """The person represents a place or teaches."""

    status = 409
    slug = "person_has_duties"
    title = _("The person is a representative or a lecturer. End that first, then erase.")


class RequestNotFound(Problem):
    """No such request was made, or it is too old."""

    status = 404
    slug = "request_not_found"
    title = _("There is no such request. A collected copy is deleted after seven days.")


class ExportIsNotReady(Problem):
    """Some service has not answered yet."""

    status = 409
    slug = "export_is_not_ready"
    title = _("The copy is still being collected. Try again in a moment.")
