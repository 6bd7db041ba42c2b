"""Erasing a person (GDPR article 17): here at once, in the other services by an event that each acknowledges.

The person's row, registrations and attendance stay without a name: so every total stays as it was.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import (
    Certificate,
    Lecturer,
    Need,
    Occasion,
    Participant,
    Party,
    PersonAnswer,
    PersonRequest,
    Registration,
    SeparatePersons,
    SignIn,
    SurveyRecipient,
)
from services.registration.operations.cancelling import cancel_registration
from services.registration.operations.reachability import forget_reachability
from services.registration.operations.report_links import forget_report_links
from services.registration.operations.requests import new_request, own_answer
from services.registration.operations.tokens import new_token
from services.registration.problems import PersonHasDuties, PersonIsErased, PersonNotFound
from services.registration.queries.duties import has_duties
from shared import clock, events
from shared.audit import forget_reasons, note
from shared.auth.tokens import fingerprint
from shared.erasure import forget_traces, remember_erased
from shared.ids import random_id
from shared.outbox import emit


def erase_person(session: Session, contact_id: UUID) -> PersonRequest:
    """Forget a person; their coming registrations are cancelled first, and the places go to the next.

    Raises PersonNotFound, PersonIsErased, PersonHasDuties.
    """
    # The person before the occasions: the order in which somebody who registers locks them.
    person = _find(session, contact_id, lock=True)
    _refuse_duties(session, contact_id)
    cancelled = cancel_coming(session, contact_id)
    registrations = session.scalars(
        sa.select(Registration.id).where(Registration.participant_id == contact_id)
    ).all()
    _forget_words(session, contact_id, registrations)
    groups = _forget_keys(session, person, registrations)
    forget_reachability(session, contact_id)
    forget_report_links(session, contact_id)
    anonymise(person)
    request = new_request(session, contact_id, "erasure")
    session.flush()
    remember_erased(session, contact_id)
    forget_traces(session, contact_id, *registrations, *groups)
    forget_reasons(session, [contact_id, *registrations])
    own_answer(session, request.id, None)
    note(session, "person.erased", contact_id, request=request.id, cancelled=cancelled)
    emit(session, events.PersonErased(contact_id, version=1, request_id=request.id))
    return request


def cancel_coming(session: Session, contact_id: UUID) -> int:
    """Cancel what the person has ahead, in the order of occasions; returns how many."""
    coming = session.scalars(
        sa.select(Registration.id)
        .join(Occasion, Occasion.id == Registration.occasion_id)
        .where(Registration.participant_id == contact_id, Registration.status != "cancelled")
        .where(Occasion.state.in_(("draft", "published")), Occasion.starts_at > clock.now())
        .order_by(Occasion.id)
    ).all()
    for registration_id in coming:
        cancel_registration(session, registration_id, "coordinator")
    return len(coming)


def anonymise(person: Participant, at: datetime | None = None) -> None:
    """Leave a row that names nobody, and that no later registration of the same person finds."""
    nobody = random_id().hex
    person.given_name = person.family_name = ""
    person.email = f"{nobody}@erased.invalid"
    person.email_key = person.name_key = nobody
    person.is_protected = False
    person.erased_at = at or clock.now()
    person.version += 1


def _find(session: Session, contact_id: UUID, *, lock: bool = False) -> Participant:
    person = session.get(Participant, contact_id, with_for_update=lock or None, populate_existing=lock)
    if person is None:
        raise PersonNotFound()
    if person.erased_at:
        raise PersonIsErased()
    return person


def _refuse_duties(session: Session, contact_id: UUID) -> None:
    if session.scalar(sa.select(has_duties(contact_id))):
        raise PersonHasDuties()


def _forget_words(session: Session, contact_id: UUID, registrations: Sequence[UUID]) -> None:
    """Whatever somebody wrote about the person."""
    mine = Registration.id.in_(registrations)
    session.execute(sa.delete(Need).where(Need.registration_id.in_(registrations)))
    session.execute(sa.delete(Certificate).where(Certificate.registration_id.in_(registrations)))
    session.execute(
        sa.update(Registration)
        .where(mine)
        .values(workplace="", note="", decline_reason=None, invoice_reference=None, approval_token_hash=None)
    )
    session.execute(
        sa.update(Registration).where(mine, Registration.waiver_reason.is_not(None)).values(waiver_reason="")
    )
    session.execute(
        sa.delete(SeparatePersons).where(
            sa.or_(SeparatePersons.first_id == contact_id, SeparatePersons.second_id == contact_id)
        )
    )
    session.execute(sa.delete(SurveyRecipient).where(SurveyRecipient.contact_id == contact_id))
    session.execute(sa.update(Lecturer).where(Lecturer.contact_id == contact_id).values(name="–"))
    earlier = sa.select(PersonRequest.id).where(PersonRequest.contact_id == contact_id)
    session.execute(sa.update(PersonAnswer).where(PersonAnswer.request_id.in_(earlier)).values(content=None))


def _forget_keys(session: Session, person: Participant, registrations: Sequence[UUID]) -> Sequence[UUID]:
    """Let no link or session open the pages of the person, or of groups they booked; returns those groups."""
    groups = session.scalars(sa.select(Party.id).where(Party.booker_id == person.id)).all()
    for table, ids in ((Registration, registrations), (Party, groups)):
        for row_id in ids:
            new_hash = {"manage_token_hash": fingerprint(new_token())}
            session.execute(sa.update(table).where(table.id == row_id).values(new_hash))
    # Whoever shares the mailbox has to ask for a new link.
    session.execute(sa.delete(SignIn).where(SignIn.email_key == person.email_key))
    return groups
