"""Finding representatives: place by place, with the places that have none first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Representative
from services.registration.problems import MandateNotFound
from services.registration.queries.participation import as_in_swedish
from services.registration.words.representatives import state_of
from shared import clock
from shared.region import Region

Key = tuple[str, str | None]


@dataclass(frozen=True)
class Place:
    """A municipality, or where it counts by city district one of those: whatever has a CKA of its own."""

    municipality: str
    district: str | None
    name: str
    part_of: str | None = None  # the city's name, of a district

    @property
    def key(self) -> Key:
        """What mandates name it by."""
        return self.municipality, self.district


@dataclass
class Representation:
    """A place with its mandates as they stand on a day; each list is newest first."""

    place: Place
    current: list[Representative] = field(default_factory=list)
    coming: list[Representative] = field(default_factory=list)
    ended: list[Representative] = field(default_factory=list)

    def is_like(self, words: str) -> bool:
        """Whether its name and those who hold it now or soon have all the words; not what is protected."""
        texts = [self.place.name, self.place.part_of]
        for item in (*self.current, *self.coming):
            texts += [item.person.shown_name, item.person.shown_email]
        whole = " ".join(text for text in texts if text).casefold()
        return all(word in whole for word in words.casefold().split())

    @property
    def cka(self) -> Representative | None:
        """Whoever is the place's CKA."""
        return _first(self.current, "cka")

    @property
    def next_cka(self) -> Representative | None:
        """Who has been named, and begins soonest."""
        return _first(reversed(self.coming), "cka")

    @property
    def last_cka(self) -> Representative | None:
        """Who was CKA last."""
        return _first(sorted(self.ended, key=_last_day, reverse=True), "cka")

    @property
    def competence(self) -> list[Representative]:
        """The units' representatives, by workplace."""
        found = [item for item in self.current if item.kind == "competence"]
        return sorted(found, key=lambda item: as_in_swedish(item.workplace or ""))


def find_mandate(session: Session, mandate_id: UUID) -> Representative:
    """A mandate with its person. Raises MandateNotFound."""
    mandate = session.get(Representative, mandate_id, options=[joinedload(Representative.person)])
    if mandate is None:
        raise MandateNotFound()
    return mandate


def list_mandates(session: Session, municipality: str | None = None) -> Sequence[Representative]:
    """Every mandate that is or was, with its person, newest first; of one municipality or of all."""
    query = sa.select(Representative).options(joinedload(Representative.person, innerjoin=True))
    if municipality:
        query = query.where(Representative.municipality == municipality)
    return session.scalars(query.order_by(Representative.from_on.desc(), Representative.id.desc())).all()


def representation(
    session: Session, region: Region, municipality: str | None = None, on: date | None = None
) -> list[Representation]:
    """Each place of the region, or of one municipality, by name; a closed one while it has a mandate."""
    mandates = list_mandates(session, municipality)
    on = on or clock.today()
    by_place: dict[Key, list[Representative]] = defaultdict(list)
    for mandate in mandates:
        by_place[mandate.municipality, mandate.district].append(mandate)
    places = {place.key: place for place in places_of(region, municipality)}
    for key, held in by_place.items():
        if key not in places and any(state_of(mandate, on) != "ended" for mandate in held):
            places[key] = place_of(region, *key)
    found = [_standing(place, by_place[place.key], on) for place in places.values()]
    return sorted(found, key=lambda item: as_in_swedish(f"{item.place.part_of or ''}{item.place.name}"))


def without_cka(found: Sequence[Representation]) -> list[Representation]:
    """The places that have no CKA now."""
    return [item for item in found if item.cka is None]


def places_of(region: Region, municipality: str | None = None) -> list[Place]:
    """The places that should have a CKA: each municipality, or each of its city districts."""
    chosen = [item for item in region.open_municipalities if municipality in (None, item.code)]
    keys: list[Key] = [(item.code, None) for item in chosen if not item.open_districts]
    keys += [(item.code, district.slug) for item in chosen for district in item.open_districts]
    return [place_of(region, *key) for key in keys]


def place_of(region: Region, municipality: str, district: str | None) -> Place:
    """A place by its codes."""
    name = region.place_name(municipality, district)
    return Place(municipality, district, name, region.place_name(municipality) if district else None)


def _standing(place: Place, mandates: Sequence[Representative], on: date) -> Representation:
    found = Representation(place)
    for mandate in mandates:
        getattr(found, state_of(mandate, on)).append(mandate)
    return found


def _first(mandates: object, kind: str) -> Representative | None:
    return next((item for item in mandates if item.kind == kind), None)  # type: ignore[attr-defined]


def _last_day(mandate: Representative) -> date:
    return mandate.to_on or date.max
