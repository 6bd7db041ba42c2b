"""Finding workplaces: for the office, for the form's suggestions, and what people typed beside the list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Registration, Workplace
from services.registration.operations.workplaces import name_key
from services.registration.queries.catalogue import Page

PAGE_SIZE = 50
SUGGESTIONS = 20


@dataclass(frozen=True, kw_only=True)
class WorkplaceCriteria:
    """Which workplaces are wanted."""

    q: str = ""
    municipality: str | None = None
    is_active: bool = True


@dataclass(frozen=True)
class TypedWorkplace:
    """A workplace that people wrote and that the list does not have; the spelling used most."""

    name: str
    municipality: str
    district: str | None
    employer: str
    registrations: int


def find_workplaces(session: Session, criteria: WorkplaceCriteria, number: int = 1) -> Page[Workplace]:
    """One page of the workplaces that fit, by name."""
    found = sa.select(Workplace).where(Workplace.is_active == criteria.is_active)
    if criteria.municipality:
        found = found.where(Workplace.municipality == criteria.municipality)
    for word in name_key(criteria.q).split():
        found = found.where(Workplace.name_key.contains(word, autoescape=True))
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    items = session.scalars(
        found.order_by(Workplace.name_key, Workplace.id).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )
    return Page(items.all(), total, number, PAGE_SIZE)


def workplaces_at(session: Session, municipality: str, district: str | None) -> Sequence[Workplace]:
    """The open workplaces of one place, by name."""
    return session.scalars(
        sa.select(Workplace)
        .where(
            Workplace.municipality == municipality,
            Workplace.district == district,
            Workplace.is_active,
        )
        .order_by(Workplace.name_key)
    ).all()


def suggest_workplaces(session: Session, municipality: str | None, q: str) -> list[str]:
    """Names that fit what somebody types, at most twenty: those that begin so, then those that have it."""
    key = name_key(q)
    begins = sa.case((Workplace.name_key.startswith(key, autoescape=True), 0), else_=1)
    found = sa.select(Workplace.name).where(
        Workplace.is_active, Workplace.name_key.contains(key, autoescape=True)
    )
    if municipality:
        found = found.where(Workplace.municipality == municipality)
    # The same name may stand in several places.
    rows = session.scalars(found.order_by(begins, Workplace.name_key).limit(SUGGESTIONS * 3))
    return list(dict.fromkeys(rows))[:SUGGESTIONS]


def suggested_workplaces(session: Session, limit: int) -> list[str]:
    """Names for the form's own list of suggestions."""
    names = sa.select(Workplace.name).where(Workplace.is_active).distinct()
    return list(session.scalars(names.order_by(Workplace.name).limit(limit)))


def typed_workplaces(session: Session, q: str = "", municipality: str | None = None) -> list[TypedWorkplace]:
    """What people typed that is not on the list, the most frequent first; the cancelled do not count."""
    columns = Registration.municipality, Registration.district, Registration.workplace, Registration.employer
    rows = sa.select(*columns, sa.func.count()).where(Registration.status != "cancelled").group_by(*columns)
    if municipality:
        rows = rows.where(Registration.municipality == municipality)
    listed = sa.select(Workplace.municipality, Workplace.district, Workplace.name_key)
    known = set(session.execute(listed.where(Workplace.is_active)))
    groups: dict[tuple[str, str | None, str], list[tuple[int, str, str]]] = defaultdict(list)
    for code, district, text, employer, count in session.execute(rows):
        key = name_key(text)
        if key and name_key(q) in key and (code, district, key) not in known:
            groups[code, district, key].append((count, text, employer))
    found = [_typed(code, district, spellings) for (code, district, _), spellings in groups.items()]
    return sorted(found, key=lambda item: (-item.registrations, item.name))


def _typed(code: str, district: str | None, spellings: list[tuple[int, str, str]]) -> TypedWorkplace:
    _count, name, employer = max(spellings)
    return TypedWorkplace(name, code, district, employer, sum(count for count, _, _ in spellings))


def find_typed(session: Session, municipality: str, district: str | None, name: str) -> TypedWorkplace | None:
    """One of what people typed, or None where it is on the list or nobody wrote it."""
    for item in typed_workplaces(session, municipality=municipality):
        if item.district == district and name_key(item.name) == name_key(name):
            return item
    return None
