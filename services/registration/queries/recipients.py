"""Who gets a survey: representatives, those who took part, and people on a list, each once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import (
    Attendance,
    Occasion,
    Participant,
    Registration,
    Representative,
    SurveyRecipient,
)
from services.registration.models.recipient import RecipientSource
from services.registration.operations.participants import person_keys
from services.registration.queries.retention import months_before
from shared import clock

MONTHS_BACK = 24
_AT_ONCE = 500

Place = tuple[str, str | None]
Keys = tuple[str, str]  # of a person: address and name


@dataclass(frozen=True)
class Choice:
    """Whom the office means: roles and places narrow those who took part, places the representatives too.

    Places alone mean everybody who took part from there. A municipality means all its districts. `people`
    are on a list, whatever else is chosen.
    """

    roles: Collection[str] = ()
    places: Collection[Place] = ()
    representatives: Collection[str] = ()  # the kinds of mandates
    people: Sequence[Mapping[str, Any]] = ()

    @property
    def means_participants(self) -> bool:
        """Whether those who took part are meant."""
        return bool(self.roles) or (bool(self.places) and not self.representatives)


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to get the survey; `new` is a person as the list has them whom nobody knows yet."""

    contact_id: UUID | None
    name: str
    email: str | None
    municipality: str | None
    district: str | None
    source: RecipientSource
    new: Mapping[str, Any] | None = None


def chosen_recipients(session: Session, choice: Choice) -> list[Recipient]:
    """Everybody whom the choice means, once: as representative, else as participant, else by the list."""
    found: dict[UUID | Keys, Recipient] = {}
    for recipient in (*_representatives(session, choice), *_participants(session, choice)):
        if recipient.contact_id is not None:
            found.setdefault(recipient.contact_id, recipient)
    for keys, recipient in _listed(session, choice.people):
        found.setdefault(recipient.contact_id or keys, recipient)
    return list(found.values())


def recipients_of(session: Session, survey_id: UUID) -> set[UUID]:
    """The contacts that were chosen for a survey before."""
    mine = sa.select(SurveyRecipient.contact_id).where(SurveyRecipient.survey_id == survey_id)
    return set(session.scalars(mine))


def known_by_address(session: Session, addresses: Iterable[str]) -> dict[str, list[Participant]]:
    """The persons who have these addresses, written as they are compared."""
    found: dict[str, list[Participant]] = {}
    wanted = sorted(set(addresses))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        query = sa.select(Participant).where(Participant.email_key.in_(some))
        for person in session.scalars(query.order_by(Participant.id)):
            found.setdefault(person.email_key, []).append(person)
    return found


def _representatives(session: Session, choice: Choice) -> Iterable[Recipient]:
    if not choice.representatives:
        return ()
    today = clock.today()
    rows = session.execute(
        sa.select(Representative, Participant)
        .join(Participant, Participant.id == Representative.contact_id)
        .where(Representative.kind.in_(choice.representatives), Participant.erased_at.is_(None))
        .where(Representative.from_on <= today)
        .where(sa.or_(Representative.to_on.is_(None), Representative.to_on >= today))
        .where(_in(choice.places, Representative))
        .order_by(Representative.municipality, Representative.district, Participant.id)
    )
    return [_recipient(person, mandate, "representative") for mandate, person in rows]


def _participants(session: Session, choice: Choice) -> Iterable[Recipient]:
    """Those who were at a course of late, by what their last one says of them."""
    if not choice.means_participants:
        return ()
    since = months_before(clock.now(), MONTHS_BACK)
    newest_first = (Occasion.starts_at.desc(), Registration.id.desc())
    number = sa.func.row_number().over(partition_by=Registration.participant_id, order_by=newest_first)
    ranked = (
        sa.select(Registration.id, number.label("number"))
        .join(Occasion, Occasion.id == Registration.occasion_id)
        .where(Occasion.starts_at >= since, Occasion.starts_at <= clock.now())
        .where(sa.exists().where(Attendance.registration_id == Registration.id))
        .subquery()
    )
    query = (
        sa.select(Registration, Participant)
        .join(ranked, sa.and_(ranked.c.id == Registration.id, ranked.c.number == 1))
        .join(Participant, Participant.id == Registration.participant_id)
        .where(Participant.erased_at.is_(None), _in(choice.places, Registration))
        .order_by(Participant.name_key, Participant.id)
    )
    if choice.roles:
        query = query.where(Registration.role.in_(choice.roles))
    return [
        _recipient(person, registration, "participant") for registration, person in session.execute(query)
    ]


def _listed(session: Session, people: Sequence[Mapping[str, Any]]) -> Iterable[tuple[Keys, Recipient]]:
    by_keys = [(person_keys(person), person) for person in people]
    known = known_by_address(session, (keys["email_key"] for keys, _ in by_keys))
    for keys, person in by_keys:
        same = (item for item in known.get(keys["email_key"], ()) if item.name_key == keys["name_key"])
        yield (keys["email_key"], keys["name_key"]), _of_list(next(same, None), person)


def _of_list(known: Participant | None, person: Mapping[str, Any]) -> Recipient:
    place = person.get("municipality"), person.get("district")
    if known is not None:
        return Recipient(known.id, known.shown_name, known.shown_email, *place, "list")
    name = f"{person['given_name']} {person['family_name']}"
    return Recipient(None, name, person["email"], *place, "list", person)


def _recipient(person: Participant, place: Any, source: RecipientSource) -> Recipient:
    return Recipient(
        person.id, person.shown_name, person.shown_email, place.municipality, place.district, source
    )


def _in(places: Collection[Place], table: Any) -> sa.ColumnElement[bool]:
    """Whether a row lies in one of the places; anywhere where none is named."""
    if not places:
        return sa.true()
    whole = [municipality for municipality, district in places if district is None]
    parts = [
        sa.and_(table.municipality == municipality, table.district == district)
        for municipality, district in places
        if district is not None
    ]
    return sa.or_(table.municipality.in_(whole), *parts)
