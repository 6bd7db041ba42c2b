"""Representatives: naming one, ending a mandate, changing it. A mandate is for a person, a place and days."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Representative
from services.registration.operations.addresses import confirm_address
from services.registration.operations.participants import remember_participant
from services.registration.operations.telling_mandates import tell_mandates
from services.registration.problems import (
    AlreadyRepresents,
    EndsBeforeItBegins,
    MandateNotFound,
    PlaceIsTaken,
)
from shared.audit import note
from shared.db import lock_key
from shared.formats import day
from shared.i18n import gettext as _
from shared.ids import new_id
from shared.outbox import emit

_COLUMNS = tuple(Representative.__table__.c.keys())
_PERSON = ("given_name", "family_name", "email")


def name_representative(
    session: Session, new: Mapping[str, Any], *, accept_warnings: bool = True
) -> Representative:
    """Name a representative; one who `succeeds` another ends that mandate the day before.

    Raises PlaceIsTaken, AlreadyRepresents, EndsBeforeItBegins, AddressLooksMistyped.
    """
    _lock(session, new["kind"], new["municipality"], new["district"])
    mandate = Representative(
        id=new_id(),
        kind=new["kind"],
        contact_id=_remember(session, new, accept_warnings),
        municipality=new["municipality"],
        district=new["district"],
        workplace=new["workplace"],
        from_on=new["from_on"],
        to_on=new["to_on"],
    )
    if new["kind"] == "cka" and new["succeeds"]:
        _end_before(session, mandate)
    _check(session, mandate)
    session.add(mandate)
    session.flush()
    session.refresh(mandate, ["person"])
    note(session, "representative.named", mandate.id, **_noted(mandate))
    tell_mandates(session, mandate.municipality, mandate.district)
    return mandate


def change_mandate(
    session: Session, mandate_id: UUID, change: Mapping[str, Any], *, accept_warnings: bool = True
) -> Representative:
    """Change the person, the workplace or the days of a mandate; what is left out stays.

    Raises MandateNotFound, PlaceIsTaken, AlreadyRepresents, EndsBeforeItBegins, AddressLooksMistyped.
    """
    mandate = _locked(session, mandate_id)
    before = {name: getattr(mandate, name) for name in _COLUMNS}
    wanted = before | _wanted(session, mandate.kind, change, accept_warnings)
    _check(session, Representative(**wanted))
    for name, value in wanted.items():
        setattr(mandate, name, value)
    session.flush()
    session.refresh(mandate, ["person"])
    note(session, "representative.changed", mandate.id, fields=sorted(change), **_noted(mandate))
    tell_mandates(session, mandate.municipality, mandate.district)
    return mandate


def end_mandate(session: Session, mandate_id: UUID, to_on: date) -> Representative:
    """Let a mandate end with that day.

    Raises MandateNotFound, EndsBeforeItBegins; PlaceIsTaken where it would last longer than it did.
    """
    return change_mandate(session, mandate_id, {"to_on": to_on})


def _wanted(session: Session, kind: str, change: Mapping[str, Any], accept_warnings: bool) -> dict[str, Any]:
    names = ("from_on", "to_on", "workplace") if kind == "competence" else ("from_on", "to_on")
    person = {"contact_id": _remember(session, change, accept_warnings)} if "email" in change else {}
    return person | {name: change[name] for name in names if name in change}


def _remember(session: Session, person: Mapping[str, Any], accept_warnings: bool) -> UUID:
    contact_id, told, _ = them = remember_participant(session, {name: person[name] for name in _PERSON})
    if them.is_new and not accept_warnings:
        confirm_address(session, person["email"], has_known_domain=them.has_known_domain)
    if told:
        emit(session, *told)
    return contact_id


def _locked(session: Session, mandate_id: UUID) -> Representative:
    mandate = session.get(Representative, mandate_id)
    if mandate is None:
        raise MandateNotFound()
    _lock(session, mandate.kind, mandate.municipality, mandate.district)
    session.refresh(mandate)
    return mandate


def _lock(session: Session, kind: str, municipality: str, district: str | None) -> None:
    # Two offices may name the first CKA of a place, which has no row to lock; SQLite has one writer anyway.
    if session.get_bind().dialect.name == "postgresql":
        key = lock_key(f"representatives {kind} {municipality} {district or ''}")
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _end_before(session: Session, successor: Representative) -> None:
    for mandate in _others_in(session, successor):
        if mandate.from_on < successor.from_on:
            mandate.to_on = successor.from_on - timedelta(days=1)
            note(session, "representative.changed", mandate.id, fields=["to_on"], **_noted(mandate))
    session.flush()


def _check(session: Session, mandate: Representative) -> None:
    if mandate.to_on is not None and mandate.to_on < mandate.from_on:
        raise EndsBeforeItBegins(errors={"to_on": [EndsBeforeItBegins.title]})
    others = _others_in(session, mandate)
    if mandate.kind == "cka" and others:
        raise PlaceIsTaken(detail=_days_of(others[0]), errors={"from_on": [PlaceIsTaken.title]})
    same = [other for other in others if other.contact_id == mandate.contact_id]
    if any(other.workplace == mandate.workplace for other in same):
        raise AlreadyRepresents(errors={"workplace": [AlreadyRepresents.title]})


def _others_in(session: Session, mandate: Representative) -> Sequence[Representative]:
    """The other mandates of the same kind and place that have a day in common with this one."""
    query = sa.select(Representative).where(
        Representative.kind == mandate.kind,
        Representative.municipality == mandate.municipality,
        Representative.district.is_not_distinct_from(mandate.district),
        Representative.id != mandate.id,
        sa.or_(Representative.to_on.is_(None), Representative.to_on >= mandate.from_on),
    )
    if mandate.to_on is not None:
        query = query.where(Representative.from_on <= mandate.to_on)
    return session.scalars(query.order_by(Representative.from_on)).all()


def _days_of(mandate: Representative) -> str:
    named = {"name": mandate.person.shown_name, "first": day(mandate.from_on)}
    if mandate.to_on is None:
        return _("%(name)s, since %(first)s.", **named)
    return _("%(name)s, from %(first)s to %(last)s.", last=day(mandate.to_on), **named)


def _noted(mandate: Representative) -> dict[str, Any]:
    names = ("kind", "municipality", "district", "from_on", "to_on")
    return {name: getattr(mandate, name) for name in names}
