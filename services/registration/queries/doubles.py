"""Finding persons who were probably entered twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Occasion, Participant, Registration, SeparatePersons
from services.registration.problems import PersonNotFound

# Two names at one address that differ less than this are one name; Anna and Anne Berg differ by more.
ALIKE = 0.85
MOST = 200


@dataclass(frozen=True)
class Double:
    """Two entries that may be one person; `has_shared_place` where both have worked at one place."""

    first: Participant
    second: Participant
    is_same_name: bool
    has_shared_place: bool


@dataclass(frozen=True)
class Entry:
    """A person with all that was registered for them."""

    person: Participant
    registrations: Sequence[Registration]
    occasions: dict[UUID, Occasion]


def likely_doubles(session: Session) -> list[Double]:
    """Pairs with one name and two addresses, or one address and two spellings; the likeliest first.

    Those that somebody has looked at and kept apart are left out, and protected identities too.
    """
    apart = set(session.execute(sa.select(SeparatePersons.first_id, SeparatePersons.second_id)))
    by_name = _groups(session, Participant.name_key)
    by_email = _groups(session, Participant.email_key)
    pairs = {tuple(sorted((one, other), key=lambda item: item.id)): True for one, other in _pairs(by_name)}
    for one, other in _pairs(by_email):
        if _is_alike(one.name_key, other.name_key):
            pairs.setdefault(tuple(sorted((one, other), key=lambda item: item.id)), False)
    found = {pair: same for pair, same in pairs.items() if (pair[0].id, pair[1].id) not in apart}
    places = _places(session, {item.id for pair in found for item in pair})
    doubles = [
        Double(one, other, same, bool(places[one.id] & places[other.id]))
        for (one, other), same in found.items()
    ]
    return sorted(doubles, key=_likelihood)[:MOST]


def entry(session: Session, person_id: UUID) -> Entry:
    """One of two persons, to be compared. Raises PersonNotFound."""
    person = session.get(Participant, person_id)
    if person is None or person.erased_at:
        raise PersonNotFound()
    registrations = session.scalars(
        sa.select(Registration)
        .where(Registration.participant_id == person_id)
        .order_by(Registration.registered_at.desc())
    ).all()
    occasions = session.scalars(
        sa.select(Occasion)
        .where(Occasion.id.in_([item.occasion_id for item in registrations]))
        .options(joinedload(Occasion.activity, innerjoin=True))
    )
    return Entry(person, registrations, {item.id: item for item in occasions})


def _groups(session: Session, key: sa.orm.InstrumentedAttribute[str]) -> Iterable[list[Participant]]:
    living = Participant.erased_at.is_(None), Participant.is_protected.is_(False)
    several = sa.select(key).where(*living).group_by(key).having(sa.func.count() > 1)
    groups: dict[str, list[Participant]] = defaultdict(list)
    for person in session.scalars(sa.select(Participant).where(*living, key.in_(several))):
        groups[getattr(person, key.key)].append(person)
    return groups.values()


def _pairs(groups: Iterable[list[Participant]]) -> Iterator[tuple[Participant, Participant]]:
    for group in groups:
        if len(group) <= 12:  # a unit's mailbox, or a name as common as Anna Andersson, says nothing
            yield from combinations(group, 2)


def _is_alike(one: str, other: str) -> bool:
    """Whether two names are one, misspelt or without its middle."""
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _places(session: Session, person_ids: set[UUID]) -> dict[UUID, set[tuple[str, str | None]]]:
    found: dict[UUID, set[tuple[str, str | None]]] = defaultdict(set)
    columns = Registration.participant_id, Registration.municipality, Registration.district
    rows = sa.select(*columns).where(Registration.participant_id.in_(person_ids)).distinct()
    for person_id, municipality, district in session.execute(rows):
        if person_id:
            found[person_id].add((municipality, district))
    return found


def _likelihood(double: Double) -> tuple[bool, bool, str]:
    return not double.has_shared_place, double.is_same_name, double.first.name_key
