"""Protected identity: somebody whose name no list, mail or file may show."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Participant
from services.registration.operations.telling import contact_changed
from services.registration.problems import PersonIsErased, PersonNotFound
from shared.audit import note
from shared.outbox import emit


def set_protected(session: Session, contact_id: UUID, is_protected: bool) -> Participant:
    """Hide a person's name, or show it again. Raises PersonNotFound, PersonIsErased."""
    person = session.get(Participant, contact_id, with_for_update=True)
    if person is None:
        raise PersonNotFound()
    if person.erased_at:
        raise PersonIsErased()
    if person.is_protected != is_protected:
        person.is_protected = is_protected
        person.version += 1
        note(session, "person.protected" if is_protected else "person.unprotected", contact_id)
        emit(session, contact_changed(person))
    return person


def reveal_person(session: Session, contact_id: UUID) -> Participant:
    """The person with a protected name; the audit log remembers who looked. Raises PersonNotFound."""
    person = session.get(Participant, contact_id)
    if person is None:
        raise PersonNotFound()
    note(session, "person.revealed", contact_id)
    return person
