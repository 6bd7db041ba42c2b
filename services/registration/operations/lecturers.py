"""Keeping the list of lecturers and suppliers, each with a person to write to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.registration.models import Lecturer, Participant
from services.registration.operations.addresses import confirm_address
from services.registration.operations.contacts import is_used, repoint_lecturer, rewrite_contact
from services.registration.operations.participants import person_keys, remember_participant
from services.registration.problems import AccountDoesNotFit, ContactIsTaken, LecturerNotFound
from services.registration.staff import accounts
from shared.audit import note
from shared.ids import new_id
from shared.outbox import emit

_PLAIN = ("kind", "name", "organisation", "is_active")
_CONTACT = ("given_name", "family_name", "email")


def find_lecturer(session: Session, lecturer_id: UUID, *, lock: bool = False) -> Lecturer:
    """A lecturer or supplier by their id. Raises LecturerNotFound."""
    found = session.get(Lecturer, lecturer_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise LecturerNotFound()
    return found


def add_lecturer(session: Session, new: Mapping[str, Any], *, accept_warnings: bool = True) -> Lecturer:
    """Add a lecturer or supplier; `given_name`, `family_name` and `email` are the contact person's.

    Raises ContactIsTaken, AddressLooksMistyped.
    """
    lecturer = Lecturer(
        id=new_id(),
        kind=new["kind"],
        name=new["name"],
        organisation=new.get("organisation", ""),
        is_active=True,
        contact_id=_contact(session, new, accept_warnings),
    )
    _save(session, lecturer)
    note(session, "lecturer.added", lecturer.id, kind=lecturer.kind)
    return lecturer


def change_lecturer(
    session: Session, lecturer_id: UUID, change: Mapping[str, Any], *, accept_warnings: bool = True
) -> Lecturer:
    """Change what is given. Another name and address are another contact person, whom occasions name then.

    A person who does nothing else here, or keeps the name, is written otherwise rather than replaced.
    Raises LecturerNotFound, ContactIsTaken, AddressLooksMistyped.
    """
    lecturer = find_lecturer(session, lecturer_id, lock=True)
    for name in change.keys() & set(_PLAIN):
        setattr(lecturer, name, change[name])
    if change.keys() & set(_CONTACT):
        before = session.get_one(Participant, lecturer.contact_id)
        person = {name: change.get(name, getattr(before, name)) for name in _CONTACT}
        _change_contact(session, lecturer, person, accept_warnings)
    session.flush()
    note(session, "lecturer.changed", lecturer.id, fields=sorted(change))
    return lecturer


def tie_account(session: Session, lecturer_id: UUID, account_id: UUID) -> Lecturer:
    """Let a lecturer's account see the occasions that name the lecturer.

    Raises LecturerNotFound, AccountNotFound, AccountDoesNotFit.
    """
    lecturer = find_lecturer(session, lecturer_id)
    if accounts.find_account(session, account_id).role != "lecturer":
        raise AccountDoesNotFit()
    accounts.change_account(session, account_id, {"contact_id": lecturer.contact_id})
    return lecturer


def untie_account(session: Session, lecturer_id: UUID, account_id: UUID) -> Lecturer:
    """Let an account no longer stand for the lecturer. Raises LecturerNotFound, AccountNotFound."""
    lecturer = find_lecturer(session, lecturer_id)
    if accounts.find_account(session, account_id).contact_id == lecturer.contact_id:
        accounts.change_account(session, account_id, {"contact_id": None})  # its own
    return lecturer


def _change_contact(
    session: Session, lecturer: Lecturer, person: Mapping[str, Any], accept_warnings: bool
) -> None:
    known = session.get_one(Participant, lecturer.contact_id)
    keys = person_keys(person)
    keeps_name = keys["name_key"] == known.name_key
    if keeps_name or not is_used(session, known.id, besides=Lecturer):
        if any(getattr(known, name) != person[name] for name in _CONTACT):
            rewrite_contact(session, known.id, person, accept_warnings=accept_warnings)
        return
    lecturer.contact_id = _contact(session, person, accept_warnings)
    _save(session, lecturer)
    repoint_lecturer(session, known.id, lecturer.contact_id)


def _contact(session: Session, person: Mapping[str, Any], accept_warnings: bool) -> UUID:
    contact_id, told, _ = them = remember_participant(session, person)
    if them.is_new and not accept_warnings:
        confirm_address(session, person["email"], has_known_domain=them.has_known_domain)
    if told:
        emit(session, *told)
    return contact_id


def _save(session: Session, lecturer: Lecturer) -> None:
    contact_id = lecturer.contact_id
    others = sa.select(sa.exists().where(Lecturer.contact_id == contact_id, Lecturer.id != lecturer.id))
    try:
        with session.no_autoflush:
            is_taken = session.scalar(others)
        if not is_taken:
            with session.begin_nested():
                session.add(lecturer)
            return
    except IntegrityError as error:
        raise ContactIsTaken(errors={"email": [ContactIsTaken.title]}) from error
    raise ContactIsTaken(errors={"email": [ContactIsTaken.title]})
