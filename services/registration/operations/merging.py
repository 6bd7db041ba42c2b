"""Making one person of two entries: the registrations move, and those concerned are told."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Lecturer, Occasion, Participant, Registration, SeparatePersons
from services.registration.operations.contacts import person_columns, repoint_lecturer
from services.registration.operations.erasing import anonymise
from services.registration.operations.locking import locked_occasion
from services.registration.operations.occasions import emit_completed
from services.registration.operations.queue import position_of
from services.registration.operations.reachability import forget_reachability
from services.registration.operations.report_links import hand_over_report_links
from services.registration.operations.requests import new_request, own_answer
from services.registration.operations.states import registration_state
from services.registration.problems import PersonNotFound, PersonsCannotMerge
from shared import events
from shared.audit import note
from shared.erasure import forget_traces, remember_erased
from shared.i18n import lazy as _
from shared.outbox import emit


def merge_persons(session: Session, kept_id: UUID, gone_id: UUID) -> Participant:
    """Give everything of one person to the other, who keeps name and address; returns whoever stays.

    Certificates and attendance follow their registrations. The contact that is left without anything is
    forgotten by every service. Raises PersonNotFound, PersonsCannotMerge.
    """
    if kept_id == gone_id:
        raise PersonsCannotMerge(detail=_("It is one person already."))
    # Persons before occasions, as whoever registers locks them.
    kept, gone = _locked_persons(session, kept_id, gone_id)
    occasions = _locked_occasions(session, gone_id)
    moving = _registrations(session, gone_id)
    _check_living(session, kept_id, moving, occasions)
    _check_lecturers(session, kept_id, gone_id)
    for registration in moving:
        registration.participant_id = kept_id
        registration.version += 1
    session.flush()
    _tell(session, moving, occasions)
    hand_over_report_links(session, gone_id, kept_id)
    _repoint(session, gone_id, kept_id)
    repoint_lecturer(session, gone_id, kept_id)
    _forget(session, gone)
    note(session, "person.merged", kept_id, other=gone_id, registrations=len(moving))
    return kept


def keep_apart(session: Session, one_id: UUID, other_id: UUID) -> None:
    """Note that two who look alike are different persons. Raises PersonNotFound, PersonsCannotMerge."""
    if one_id == other_id:
        raise PersonsCannotMerge(detail=_("It is one person already."))
    first, second = sorted((one_id, other_id))
    _locked_persons(session, first, second)
    if session.get(SeparatePersons, (first, second)) is None:
        session.add(SeparatePersons(first_id=first, second_id=second))
        session.flush()
        note(session, "person.kept_apart", one_id, other=other_id)


def clashes(session: Session, one_id: UUID, other_id: UUID) -> Sequence[Occasion]:
    """The occasions on which both persons have a registration that is not cancelled."""
    living = sa.select(Registration.occasion_id).where(Registration.status != "cancelled")
    return session.scalars(
        sa.select(Occasion).where(
            Occasion.id.in_(living.where(Registration.participant_id == one_id)),
            Occasion.id.in_(living.where(Registration.participant_id == other_id)),
        )
    ).all()


def _locked_occasions(session: Session, person_id: UUID) -> dict[UUID, Occasion]:
    theirs = sa.select(Registration.occasion_id).where(Registration.participant_id == person_id).distinct()
    return {key: locked_occasion(session, key) for key in sorted(session.scalars(theirs))}


def _locked_persons(session: Session, *person_ids: UUID) -> list[Participant]:
    rows = session.scalars(
        sa.select(Participant)
        .where(Participant.id.in_(person_ids), Participant.erased_at.is_(None))
        .order_by(Participant.id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    found = {item.id: item for item in rows}
    if len(found) < len(person_ids):
        raise PersonNotFound()
    return [found[key] for key in person_ids]


def _registrations(session: Session, person_id: UUID) -> Sequence[Registration]:
    return session.scalars(
        sa.select(Registration)
        .where(Registration.participant_id == person_id)
        .order_by(Registration.occasion_id, Registration.queue_number),
        execution_options={"populate_existing": True},
    ).all()


def _check_living(
    session: Session, kept_id: UUID, moving: Sequence[Registration], occasions: dict[UUID, Occasion]
) -> None:
    living = {item.occasion_id for item in moving if item.status != "cancelled"}
    both = session.scalars(
        sa.select(Registration.occasion_id).where(
            Registration.participant_id == kept_id,
            Registration.status != "cancelled",
            Registration.occasion_id.in_(living),
        )
    ).all()
    if both:
        titles = ", ".join(sorted({occasions[key].activity.title for key in both}))
        raise PersonsCannotMerge(
            detail=_("Both are registered for: %(titles)s. Cancel one of the registrations.", titles=titles)
        )


def _check_lecturers(session: Session, *person_ids: UUID) -> None:
    theirs = sa.select(sa.func.count()).where(Lecturer.contact_id.in_(person_ids))
    if (session.scalar(theirs) or 0) > 1:
        raise PersonsCannotMerge(
            detail=_("Both are contacts on the list of lecturers. Give one of the lecturers another contact.")
        )


def _tell(session: Session, moved: Sequence[Registration], occasions: dict[UUID, Occasion]) -> None:
    told = [
        events.RegistrationChanged(
            item.id, version=item.version, **registration_state(item, position_of(session, item))
        )
        for item in moved
    ]
    if told:
        emit(session, *told)
    for occasion_id in sorted({item.occasion_id for item in moved}):
        occasion = occasions[occasion_id]
        if occasion.state == "completed":
            occasion.version += 1
            emit_completed(session, occasion)


def _repoint(session: Session, gone_id: UUID, kept_id: UUID) -> None:
    """Everything else that names the person: groups booked, approvals, mandates, the list of lecturers."""
    pairs = sa.delete(SeparatePersons).where(
        (SeparatePersons.first_id == gone_id) | (SeparatePersons.second_id == gone_id)
    )
    session.execute(pairs)
    for column in person_columns():
        if column.table.name != SeparatePersons.__tablename__:
            change = sa.update(column.table).where(column == gone_id).values({column: kept_id})
            session.execute(change)


def _forget(session: Session, gone: Participant) -> None:
    """Leave an empty row, that the address may be entered anew, and let every service forget the contact."""
    anonymise(gone)
    forget_reachability(session, gone.id)
    request = new_request(session, gone.id, "erasure")
    session.flush()
    remember_erased(session, gone.id)
    forget_traces(session, gone.id)
    own_answer(session, request.id, None)
    emit(session, events.PersonErased(gone.id, version=1, request_id=request.id))
