"""What may stand in the way of sending reports."""

from shared.i18n import lazy as _
from shared.web import Problem


class AlreadyAReader(Problem):
    """The same person is sent the region's report already."""

    status = 409
    slug = "already_a_reader"
    title = _("This person is on the list already.")


class ReaderNotFound(Problem):
    """Nobody on the list has this id."""

    status = 404
    slug = "reader_not_found"
    title = _("This person is not on the list.")
