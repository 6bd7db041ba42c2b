"""Staff accounts: who may do what. Every change is told to all services in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.registration.models.staff import StaffMember
from services.registration.staff_problems import AccountNotFound, AddressIsTaken, LastAdminMustStay
from shared import clock, events
from shared.auth import apply_access, fingerprint, new_token
from shared.auth.passwords import hash_password
from shared.ids import new_id, random_id
from shared.outbox import emit


def list_staff(session: Session) -> Sequence[StaffMember]:
    """Every account: the active first, then by name."""
    order = (StaffMember.is_active.desc(), StaffMember.kind, StaffMember.name)
    return session.scalars(sa.select(StaffMember).order_by(*order)).all()


def find_account(session: Session, account_id: UUID, *, lock: bool = False) -> StaffMember:
    """One account. Raises AccountNotFound."""
    account = session.get(StaffMember, account_id, with_for_update=lock or None)
    if account is None:
        raise AccountNotFound()
    return account


def add_account(session: Session, new: Mapping[str, Any]) -> StaffMember:
    """Add a person who can sign in once a password is chosen. Raises AddressIsTaken."""
    account = _account("person", new["name"], new["role"], new.get("municipality"))
    account.email, account.email_key = new["email"], address_key(new["email"])
    if account.role == "lecturer":
        account.contact_id = new_id()
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        raise AddressIsTaken(errors={"email": [AddressIsTaken.title]}) from error
    _tell(session, account)
    return account


def change_account(session: Session, account_id: UUID, change: Mapping[str, Any]) -> StaffMember:
    """Change name, role or scope. Raises AccountNotFound, LastAdminMustStay."""
    if change["role"] != "admin":
        _spare_last_admin(session, account_id)
    account = find_account(session, account_id, lock=True)
    account.name, account.role = change["name"], change["role"]
    account.municipality = change.get("municipality")
    if account.role == "lecturer" and account.contact_id is None:
        account.contact_id = new_id()
    account.version += 1
    _tell(session, account)
    return account


def set_active(session: Session, account_id: UUID, is_active: bool) -> StaffMember:
    """Close an account, or open it again; closing ends its sessions, tokens and links at once.

    Raises AccountNotFound, LastAdminMustStay.
    """
    if not is_active:
        _spare_last_admin(session, account_id)
    account = find_account(session, account_id, lock=True)
    account.is_active = is_active
    account.link_hash = None
    end_sessions(session, account)
    return account


def end_sessions(session: Session, account: StaffMember) -> None:
    """Sign somebody out everywhere; the account is locked by the caller."""
    account.epoch += 1
    account.version += 1
    _tell(session, account)


def create_token(session: Session, role: str, name: str, municipality: str | None = None) -> str:
    """Let a program call with this role; returns its token, which is shown this once."""
    token = new_token()
    account = _account("program", name, role, municipality)
    account.token_hash = fingerprint(token)
    session.add(account)
    _tell(session, account)
    return token


def ensure_first_admin(session: Session, email: str, password: str) -> bool:
    """Add the administrator of a new installation; returns whether there was none before."""
    if has_people(session):
        return False
    account = add_account(session, {"email": email, "name": "Administratör", "role": "admin"})
    account.password_hash = hash_password(password)
    return True


def has_people(session: Session) -> bool:
    """Whether anybody has an account; programs do not count."""
    return bool(session.scalar(sa.select(sa.exists().where(StaffMember.kind == "person"))))


def address_key(email: str) -> str:
    """The address as it is compared."""
    return email.strip().casefold()


def _account(kind: str, name: str, role: str, municipality: str | None) -> StaffMember:
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


def _spare_last_admin(session: Session, account_id: UUID) -> None:
    # All administrators are locked, in one order and before anything else, so that two who remove each
    # other neither both succeed nor wait for each other in a circle.
    admins = session.scalars(
        sa.select(StaffMember.id)
        .where(StaffMember.kind == "person", StaffMember.role == "admin", StaffMember.is_active)
        .order_by(StaffMember.id)
        .with_for_update()
    ).all()
    if list(admins) == [account_id]:
        raise LastAdminMustStay()


def _tell(session: Session, account: StaffMember) -> None:
    change = events.StaffAccessChanged(
        account.id,
        version=account.version,
        role=account.role,
        municipality=account.municipality,
        contact_id=account.contact_id,
        is_active=account.is_active,
        epoch=account.epoch,
        token_hashes=[account.token_hash] if account.token_hash and account.is_active else [],
    )
    apply_access(session, change)
    emit(session, change)
