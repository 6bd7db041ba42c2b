"""Keeping the list of workplaces, and what people typed in step with it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.registration.models import Registration, Representative, Workplace
from services.registration.problems import WorkplaceIsKnown, WorkplaceNotFound, WorkplacesAreApart
from shared.audit import note
from shared.ids import new_id

_PLAIN = ("employer", "organisation_number", "invoice_reference", "is_active")


def find_workplace(session: Session, workplace_id: UUID, *, lock: bool = False) -> Workplace:
    """A workplace by its id. Raises WorkplaceNotFound."""
    found = session.get(Workplace, workplace_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise WorkplaceNotFound()
    return found


def add_workplace(session: Session, new: Mapping[str, Any]) -> Workplace:
    """Add a workplace; what was typed with its name is written as it is here. Raises WorkplaceIsKnown."""
    workplace = Workplace(
        id=new_id(),
        name=new["name"],
        name_key=name_key(new["name"]),
        municipality=new["municipality"],
        district=new.get("district"),
        employer=new["employer"],
        organisation_number=new.get("organisation_number"),
        invoice_reference=new.get("invoice_reference"),
        is_active=True,
    )
    _save(session, workplace)
    _rewrite(session, workplace, workplace.name_key)
    place = {"municipality": workplace.municipality, "district": workplace.district}
    note(session, "workplace.added", workplace.id, **place)
    return workplace


def change_workplace(session: Session, workplace_id: UUID, change: Mapping[str, Any]) -> Workplace:
    """Change what is given; with another name the registrations there are written so too.

    Its place stays: whoever moved works at another workplace. Raises WorkplaceNotFound, WorkplaceIsKnown.
    """
    workplace = find_workplace(session, workplace_id, lock=True)
    for name in change.keys() & set(_PLAIN):
        setattr(workplace, name, change[name])
    if workplace.is_active:
        workplace.merged_into_id = None
    if "name" in change:
        before = workplace.name_key
        workplace.name, workplace.name_key = change["name"], name_key(change["name"])
        _save(session, workplace)
        _rewrite(session, workplace, before)
    note(session, "workplace.changed", workplace.id, fields=sorted(change))
    return workplace


def merge_workplaces(session: Session, workplace_id: UUID, into_id: UUID) -> Workplace:
    """Close a workplace that is another one under a second name, whose name its registrations get.

    Returns the one that stays. Raises WorkplaceNotFound, WorkplacesAreApart.
    """
    # In one order: two who merge each into the other would else wait for each other.
    locked = {key: find_workplace(session, key, lock=True) for key in sorted({workplace_id, into_id})}
    gone, kept = locked[workplace_id], locked[into_id]
    if gone is kept or _place(gone) != _place(kept) or not kept.is_active:
        raise WorkplacesAreApart()
    gone.is_active, gone.merged_into_id = False, kept.id
    for earlier in session.scalars(sa.select(Workplace).where(Workplace.merged_into_id == gone.id)):
        earlier.merged_into_id = kept.id
    _rewrite(session, kept, gone.name_key)
    note(session, "workplace.merged", gone.id, into=kept.id)
    return kept


def adopt_typed(session: Session, workplace_id: UUID, typed: str) -> int:
    """Write a workplace's name where its people typed another; returns for how many registrations.

    Raises WorkplaceNotFound, WorkplacesAreApart for one that is closed.
    """
    workplace = find_workplace(session, workplace_id, lock=True)
    if not workplace.is_active:
        raise WorkplacesAreApart()
    count = _rewrite(session, workplace, name_key(typed))
    note(session, "workplace.typed_adopted", workplace.id, registrations=count)
    return count


def name_key(name: str) -> str:
    """A name as names are compared: without regard to capitals and spaces."""
    return " ".join(name.casefold().split())


def _place(workplace: Workplace) -> tuple[str, str | None]:
    return workplace.municipality, workplace.district


def _save(session: Session, workplace: Workplace) -> None:
    try:
        with session.begin_nested():
            session.add(workplace)
    except IntegrityError as error:
        raise WorkplaceIsKnown(errors={"name": [WorkplaceIsKnown.title]}) from error


def _rewrite(session: Session, workplace: Workplace, key: str) -> int:
    """Write the workplace's name wherever its place has a name of that key; no event carries it."""
    count = 0
    for table in (Registration, Representative):
        there = (table.municipality == workplace.municipality, table.district == workplace.district)
        known = session.scalars(sa.select(table.workplace).where(*there).distinct())
        texts = [text for text in known if text and text != workplace.name and name_key(text) == key]
        if texts:
            done = session.execute(
                sa.update(table)
                .where(*there, table.workplace.in_(texts))
                .values(workplace=workplace.name)
                .returning(table.id),
                execution_options={"synchronize_session": False},
            )
            count += len(done.all())
    return count
