"""What is charged in a period: a row for each registration, with what the invoice must say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import (
    Activity,
    Attendance,
    Occasion,
    Participant,
    Registration,
    Workplace,
)
from services.registration.operations.charging import share_of
from services.registration.operations.workplaces import name_key
from services.registration.periods import Period
from services.registration.problems import NothingIsCharged
from services.registration.queries.participation import as_in_swedish
from shared import clock
from shared.service import service

Place = tuple[str, str | None, str]
_CHARGED = (
    sa.select(
        Registration,
        Participant,
        Occasion,
        Activity,
        sa.exists().where(Attendance.registration_id == Registration.id),
    )
    .join(Occasion, Occasion.id == Registration.occasion_id)
    .join(Activity, Activity.id == Occasion.activity_id)
    .outerjoin(Participant, Participant.id == Registration.participant_id)
    .where(
        Occasion.state == "completed", Activity.fee > 0, Registration.status.in_(("confirmed", "cancelled"))
    )
)


@dataclass(frozen=True)
class Charge:
    """What one registration costs; amounts are whole kronor, and `name` is None where nobody was named.

    Of a charge that was waived the amount is 0; its reason is empty once the person was erased.
    """

    registration_id: UUID
    occasion_id: UUID
    title: str
    starts_on: date
    ends_on: date
    name: str | None
    municipality: str
    district: str | None
    workplace: str
    organisation_number: str | None
    invoice_reference: str | None
    fee: int
    why: str
    percent: int
    amount: int
    waiver_reason: str | None


@dataclass(frozen=True)
class Sum:
    """What one municipality is charged, and for how many registrations; those waived do not count."""

    municipality: str
    registrations: int
    amount: int


def list_charges(session: Session, period: Period, municipality: str | None = None) -> list[Charge]:
    """The charges of the occasions whose last session lies in the period, once they are marked as held.

    By the municipality's name, occasion and workplace. Numbers that a registration lacks are those of its
    workplace.
    """
    query = _CHARGED.where(Occasion.ends_at >= period.starts_at, Occasion.ends_at < period.ends_at).order_by(
        Occasion.starts_at, Occasion.id, Registration.workplace, Registration.queue_number
    )
    if municipality:
        query = query.where(Registration.municipality == municipality)
    known = _workplaces(session)
    charges = (_charge(*row, known=known) for row in session.execute(query))
    name = service().region.place_name
    return sorted(filter(None, charges), key=lambda charge: as_in_swedish(name(charge.municipality)))


def find_charge(session: Session, registration_id: UUID) -> Charge:
    """What one registration costs, waived or not. Raises NothingIsCharged."""
    row = session.execute(_CHARGED.where(Registration.id == registration_id)).one_or_none()
    charge = _charge(*row, known=_workplaces(session)) if row else None
    if charge is None:
        raise NothingIsCharged()
    return charge


def to_be_invoiced(charges: Iterable[Charge]) -> list[Charge]:
    """The charges that become lines of an invoice: those that were not waived."""
    return [charge for charge in charges if charge.waiver_reason is None]


def matching(charges: Iterable[Charge], q: str) -> list[Charge]:
    """Those charges that have all the words: in the name as it is shown, the workplace, course or numbers."""
    words = q.casefold().split()
    return [charge for charge in charges if all(word in _searched(charge) for word in words)]


def sums_of(charges: Iterable[Charge]) -> list[Sum]:
    """What each municipality is charged, in the order of the charges."""
    rows: dict[str, list[int]] = {}
    for charge in charges:
        amounts = rows.setdefault(charge.municipality, [])
        if charge.waiver_reason is None:
            amounts.append(charge.amount)
    return [Sum(code, len(amounts), sum(amounts)) for code, amounts in rows.items()]


def _searched(charge: Charge) -> str:
    texts = (
        charge.name,
        charge.workplace,
        charge.title,
        charge.organisation_number,
        charge.invoice_reference,
    )
    return " ".join(filter(None, texts)).casefold()


def _workplaces(session: Session) -> dict[Place, Workplace]:
    rows: Sequence[Workplace] = session.scalars(sa.select(Workplace).where(Workplace.is_active)).all()
    return {(row.municipality, row.district, row.name_key): row for row in rows}


def _charge(
    registration: Registration,
    person: Participant | None,
    occasion: Occasion,
    activity: Activity,
    has_attended: bool,
    *,
    known: dict[Place, Workplace],
) -> Charge | None:
    share = share_of(activity, occasion, registration, has_attended)
    if share is None:
        return None
    place = (registration.municipality, registration.district, name_key(registration.workplace))
    workplace = known.get(place)
    fee = activity.fee or 0
    return Charge(
        registration_id=registration.id,
        occasion_id=occasion.id,
        title=activity.title,
        starts_on=clock.local(occasion.starts_at).date(),
        ends_on=clock.local(occasion.ends_at).date(),
        name=person.shown_name if person else None,
        municipality=registration.municipality,
        district=registration.district,
        workplace=registration.workplace,
        organisation_number=registration.organisation_number
        or (workplace.organisation_number if workplace else None),
        invoice_reference=registration.invoice_reference
        or (workplace.invoice_reference if workplace else None),
        fee=fee,
        why=share.why,
        percent=share.percent,
        amount=share.of(fee) if registration.waiver_reason is None else 0,
        waiver_reason=registration.waiver_reason,
    )
