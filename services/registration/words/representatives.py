"""The kinds of representatives, and how their mandates stand, in the reader's words."""

from datetime import date

from services.registration.models import Representative
from shared import clock
from shared.i18n import LazyString, lazy
from shared.i18n import gettext as _

KINDS: dict[str, LazyString] = {
    "cka": lazy("CKA"),
    "competence": lazy("Competence representative"),
}
STATES = ("current", "coming", "ended")


def state_of(mandate: Representative, on: date | None = None) -> str:
    """Whether a mandate is current, coming or ended, today or on another day."""
    on = on or clock.today()
    if mandate.is_held(on):
        return "current"
    return "coming" if on < mandate.from_on else "ended"


def state_names() -> dict[str, str]:
    """The states of a mandate; missing is that of a place without a CKA."""
    return {
        "current": _("Current"),
        "coming": _("Coming"),
        "ended": _("Ended"),
        "missing": _("Missing"),
    }
