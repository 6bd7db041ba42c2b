"""How the lines of a digest are written, in the language being spoken."""

from services.notifications.letters.digest import DigestOccasion, DigestPlace
from services.notifications.letters.wording import long_day
from shared import formats
from shared.i18n import gettext as _
from shared.i18n import ngettext


def dates_of(item: DigestOccasion) -> list[str]:
    """Its first day, and the last day to register unless one may until it begins."""
    begins = _("Begins on %(day)s", day=long_day(item.starts_at))
    if item.closes_at >= item.starts_at:
        return [begins]
    return [begins, _("Register by %(day)s", day=formats.day(item.closes_at))]


def room_of(item: DigestOccasion) -> str:
    """How many places are left, and who comes from the reader's places."""
    left = (
        ngettext("%(number)s place left.", "%(number)s places left.", item.places_left)
        if item.places_left
        else _("No places left.")
    )
    return f"{left} {_from_you(item)}"


def _from_you(item: DigestOccasion) -> str:
    if not item.registered and not item.waiting:
        return _("Nobody from you yet.")
    if not item.waiting:
        return _("From you: %(registered)s registered.", registered=item.registered)
    return _(
        "From you: %(registered)s registered and %(waiting)s on the waiting list.",
        registered=item.registered,
        waiting=item.waiting,
    )


def figures_of(place: DigestPlace) -> str:
    """Who registered from a place since the last digest, and who waits now."""
    registered = ngettext("%(number)s new registration", "%(number)s new registrations", place.registered)
    if not place.waiting:
        return registered
    waiting = ngettext(
        "%(number)s is on a waiting list now", "%(number)s are on a waiting list now", place.waiting
    )
    return f"{registered}, {waiting}"


FILTERS = {function.__name__: function for function in (dates_of, room_of, figures_of)}
