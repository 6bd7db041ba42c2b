"""How an occasion stands, in the reader's words."""

from dataclasses import dataclass

from services.registration.queries import AnyOccasion, Card
from shared import clock
from shared.i18n import gettext as _
from shared.i18n import ngettext


@dataclass(frozen=True)
class Availability:
    """What a card and a page say of the places; `kind` is the badge's colour."""

    text: str
    kind: str
    takes_registrations: bool = False


def availability(occasion: AnyOccasion | Card) -> Availability:
    """Whether somebody may register now, and whether for a place or for the waiting list."""
    if occasion.state == "cancelled":
        return Availability(_("Called off"), "bad")
    if occasion.state == "completed":
        return Availability(_("Held"), "neutral")
    if occasion.state == "draft":
        return Availability(_("Draft"), "neutral")
    if occasion.registration_closes_at <= clock.now():
        return Availability(_("Registration is closed"), "neutral")
    if occasion.places_left and not occasion.waiting_count:
        left = occasion.places_left
        text = ngettext("%(number)s place left", "%(number)s places left", left)
        return Availability(text, "good" if left > 3 else "warn", True)
    if occasion.waiting_places is not None and occasion.waiting_count >= occasion.waiting_places:
        return Availability(_("Full"), "bad")
    if occasion.places_left:  # a group that is too large for them is first in the queue
        return Availability(_("There is a queue, and you can join it"), "warn", True)
    return Availability(_("Full, but you can wait for a place"), "warn", True)


def state_names() -> dict[str, str]:
    """The states of an occasion, as headings of the coordinator's lists."""
    return {
        "published": _("Open"),
        "draft": _("Drafts"),
        "completed": _("Held occasions"),
        "cancelled": _("Called-off occasions"),
    }


def status_names() -> dict[str, str]:
    """The states of a registration."""
    return {
        "confirmed": _("Has a place"),
        "held": _("Waits for approval"),
        "offered": _("Is offered a place"),
        "waiting": _("Waiting list"),
        "cancelled": _("Cancelled"),
    }


def trouble_names() -> dict[str | None, str]:
    """Why somebody is not reached by e-mail."""
    return {"bounced": _("E-mail bounces"), "stopped": _("E-mail is stopped")}


def status_badge(status: str, position: int | None = None) -> tuple[str, str]:
    """A badge's text and colour for the state of a registration, with the place in the queue."""
    kinds = {"confirmed": "good", "held": "warn", "offered": "info", "waiting": "warn"}
    if position:
        return _("Number %(position)s on the waiting list", position=position), "warn"
    return status_names()[status], kinds.get(status, "neutral")


def lecturer_kinds() -> dict[str, str]:
    """Who may stand on the list of lecturers."""
    return {"lecturer": _("Lecturer"), "supplier": _("Supplier")}
