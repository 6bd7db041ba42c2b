"""A copy of all that is stored about a person (GDPR articles 15 and 20), collected from every service."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Participant, PersonRequest
from services.registration.operations.requests import new_request, own_answer
from services.registration.problems import PersonIsErased, PersonNotFound
from services.registration.queries.person_content import content_of
from shared import events
from shared.audit import note
from shared.outbox import emit, outbox


def request_export(session: Session, contact_id: UUID) -> PersonRequest:
    """Ask every service what it stores about a person; this one answers at once.

    Raises PersonNotFound, PersonIsErased.
    """
    person = session.get(Participant, contact_id, with_for_update=True)
    if person is None:
        raise PersonNotFound()
    if person.erased_at:
        raise PersonIsErased()
    request = new_request(session, contact_id, "export")
    session.flush()
    own_answer(session, request.id, content_of(session, person))
    note(session, "person.exported", contact_id, request=request.id)
    number = _number(session, contact_id)
    emit(session, events.ExportRequested(contact_id, version=number, request_id=request.id))
    return request


def _number(session: Session, contact_id: UUID) -> int:
    """The version of the event: higher than that of every request of the person before."""
    newest = sa.select(sa.func.max(outbox.c.version)).where(
        outbox.c.subject == str(contact_id), outbox.c.type == events.ExportRequested.name
    )
    return (session.scalar(newest) or 0) + 1
