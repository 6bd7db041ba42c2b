"""Staff accounts: who may do what. Every change is told to all services in the same transaction.

An account is its own contact, by its id: that is where letters about it go. A lecturer's occasions name
another contact where the account is tied to a lecturer on the list.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.registration.models.staff import StaffMember
from services.registration.problems import AccountNotFound, AddressIsTaken, LastAdminMustStay
from services.registration.staff.lecturers import check_lecturer
from services.registration.staff.telling import contact_of, tell
from shared import clock
from shared.audit import note
from shared.auth.passwords import hash_password
from shared.ids import random_id

_CHANGES = ("name", "email", "language", "role", "municipality", "contact_id")


def list_staff(session: Session) -> Sequence[StaffMember]:
    """Every person's account: the active first, then by name."""
    people = sa.select(StaffMember).where(StaffMember.kind == "person")
    return session.scalars(people.order_by(StaffMember.is_active.desc(), StaffMember.name)).all()


def find_account(session: Session, account_id: UUID, *, lock: bool = False) -> StaffMember:
    """A person's account. Raises AccountNotFound."""
    account = session.get(StaffMember, account_id, with_for_update=lock or None, populate_existing=lock)
    if account is None or account.kind != "person":
        raise AccountNotFound()
    return account


def add_account(session: Session, new: Mapping[str, Any]) -> StaffMember:
    """Add a person who can sign in once a password is chosen. Raises AddressIsTaken, LecturerIsUnknown."""
    check_lecturer(session, new.get("contact_id"))
    account = new_account("person", new["name"], new["role"], new.get("municipality"))
    account.email, account.email_key = new["email"], address_key(new["email"])
    account.language = new.get("language", "sv")
    account.contact_id = new.get("contact_id") or account.id
    _save(session, account)
    tell(session, account, contact_of(account))
    note(session, "account.added", account.id, role=account.role, municipality=account.municipality)
    return account


def change_account(session: Session, account_id: UUID, change: Mapping[str, Any]) -> StaffMember:
    """Change name, address, role or scope; what is left out stays, and another address spends the link.

    Raises AccountNotFound, LastAdminMustStay, AddressIsTaken, LecturerIsUnknown.
    """
    check_lecturer(session, change.get("contact_id"))
    if change.get("role", "admin") != "admin":
        _spare_last_admin(session, account_id)
    account = find_account(session, account_id, lock=True)
    before = {name: getattr(account, name) for name in _CHANGES}
    for name in before.keys() & change.keys():
        setattr(account, name, change[name])
    account.contact_id = account.contact_id or account.id
    if account.email != before["email"]:
        account.email_key, account.link_hash = address_key(account.email or ""), None
        account.oidc_issuer = account.oidc_subject = None  # who had the old address need not have the new
    account.version += 1
    _save(session, account)
    tell(session, account, contact_of(account))
    changed = [name for name in _CHANGES if getattr(account, name) != before[name]]
    note(session, "account.changed", account.id, fields=changed, role=account.role)
    return account


def set_active(session: Session, account_id: UUID, is_active: bool) -> StaffMember:
    """Close an account, or open it again; closing ends its sessions, links and tie to a provider at once.

    Raises AccountNotFound, LastAdminMustStay.
    """
    if not is_active:
        _spare_last_admin(session, account_id)
    account = find_account(session, account_id, lock=True)
    account.is_active = is_active
    account.link_hash = account.oidc_issuer = account.oidc_subject = None
    _end_sessions(session, account)
    note(session, "account.opened" if is_active else "account.closed", account.id)
    return account


def end_sessions(session: Session, account_id: UUID) -> StaffMember:
    """Sign somebody out in every browser and every service. Raises AccountNotFound."""
    account = find_account(session, account_id, lock=True)
    _end_sessions(session, account)
    note(session, "account.signed_out_everywhere", account.id)
    return account


def set_password(session: Session, account: StaffMember, password: str) -> None:
    """Keep the hash of a new password, and end every session; the caller has locked the account."""
    account.password_hash = hash_password(password)
    account.link_hash = account.link_expires_at = None
    _end_sessions(session, account)
    note(session, "account.password_changed", account.id)


def ensure_first_admin(session: Session, email: str, password: str) -> bool:
    """Add the administrator of a new installation; returns whether there was none before."""
    if has_admin(session):
        return False
    account = add_account(session, {"email": email, "name": "Administratör", "role": "admin"})
    account.password_hash = hash_password(password)
    return True


def has_admin(session: Session) -> bool:
    """Whether anybody is an administrator; programs do not count."""
    is_admin = sa.and_(StaffMember.kind == "person", StaffMember.role == "admin")
    return bool(session.scalar(sa.select(sa.exists().where(is_admin))))


def address_key(email: str) -> str:
    """The address as it is compared."""
    return email.strip().casefold()


def new_account(kind: str, name: str, role: str, municipality: str | None) -> StaffMember:
    """An active account that is not yet saved."""
    return StaffMember(
        id=random_id(),
        kind=kind,
        name=name,
        role=role,
        municipality=municipality,
        epoch=1,
        is_active=True,
        version=1,
        created_at=clock.now(),
    )


def _save(session: Session, account: StaffMember) -> None:
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        raise AddressIsTaken(errors={"email": [AddressIsTaken.title]}) from error


def _end_sessions(session: Session, account: StaffMember) -> None:
    account.epoch += 1
    account.version += 1
    tell(session, account)


def _spare_last_admin(session: Session, account_id: UUID) -> None:
    # All administrators are locked, in one order and before anything else, so that two who remove each
    # other neither both succeed nor wait for each other in a circle. Who was invited and has not come yet
    # is not one who could let anybody in.
    admins = session.execute(
        sa.select(StaffMember.id, StaffMember.password_hash)
        .where(StaffMember.kind == "person", StaffMember.role == "admin", StaffMember.is_active)
        .order_by(StaffMember.id)
        .with_for_update()
    ).all()
    is_admin = any(found == account_id for found, _password in admins)
    if is_admin and not any(password for found, password in admins if found != account_id):
        raise LastAdminMustStay()
