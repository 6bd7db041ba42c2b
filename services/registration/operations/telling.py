"""What the mail service is told of a person."""

from services.registration.models import Participant
from shared import events
from shared.envelope import Event
from shared.i18n import gettext as _
from shared.i18n import in_language


def contact_changed(person: Participant) -> Event:
    """The person's contact as it is now."""
    name = mail_name(person.name, person.language, is_protected=person.is_protected)
    event: Event = events.ContactChanged(
        person.id, version=person.version, name=name, email=person.email, language=person.language
    )
    return event


def mail_name(name: str, language: str, *, is_protected: bool) -> str:
    """The name that a mail may carry: mail is read on many machines, so a protected one stays here."""
    if not is_protected:
        return name
    with in_language(language):
        return _("Participant")
