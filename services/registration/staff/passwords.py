"""Signing in, and choosing a password: by a link that works once, or with the one that was."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models.staff import StaffMember
from services.registration.problems import (
    AccountIsClosed,
    PasswordIsWrong,
    PasswordLinkIsSpent,
    SignInFailed,
)
from services.registration.staff.accounts import address_key, find_account, set_password
from services.registration.staff.telling import contact_of
from shared import clock, events
from shared.audit import note
from shared.auth import fingerprint, new_token
from shared.auth.passwords import is_right
from shared.outbox import emit

Purpose = Literal["invite", "reset"]
# Somebody new may be away; whoever asked for a link waits for it.
LINK_HOLDS: dict[Purpose, timedelta] = {"invite": timedelta(days=7), "reset": timedelta(hours=1)}


def sign_in(session: Session, email: str, password: str) -> StaffMember:
    """Whose address and password these are; an unknown address takes as long. Raises SignInFailed."""
    account = _by_address(session, email)
    if not is_right(password, account.password_hash if account else None) or account is None:
        raise SignInFailed()
    return account


def send_password_link(session: Session, account_id: UUID) -> StaffMember:
    """Mail a link for choosing a password; an earlier one stops working.

    Raises AccountNotFound, AccountIsClosed.
    """
    account = find_account(session, account_id, lock=True)
    purpose: Purpose = "reset" if account.password_hash else "invite"
    _send(session, account, purpose)
    note(session, "account.link_sent", account.id, purpose=purpose)
    return account


def show_password_link(session: Session, account_id: UUID) -> str:
    """A token for choosing a password within seven days, to be handed over where no mail arrives.

    Raises AccountNotFound, AccountIsClosed.
    """
    account = find_account(session, account_id, lock=True)
    token = _renew_link(account, "invite")
    note(session, "account.link_shown", account.id)
    return token


def ask_for_reset(session: Session, email: str) -> None:
    """Mail a link to whoever has this address; nothing tells whether anybody has."""
    account = _by_address(session, email, lock=True)
    if account is not None:
        _send(session, account, "reset" if account.password_hash else "invite")


def account_of_link(session: Session, token: str) -> StaffMember:
    """Whose password the link chooses. Raises PasswordLinkIsSpent."""
    account = session.scalar(
        sa.select(StaffMember)
        .where(StaffMember.link_hash == fingerprint(token), StaffMember.is_active)
        .with_for_update()
    )
    if account is None or account.link_expires_at is None or account.link_expires_at <= clock.now():
        raise PasswordLinkIsSpent()
    return account


def choose_password(session: Session, token: str, password: str) -> None:
    """Set the password that the link's holder chose, and end older sessions. Raises PasswordLinkIsSpent."""
    set_password(session, account_of_link(session, token), password)


def change_password(session: Session, account_id: UUID, old: str, new: str) -> StaffMember:
    """Change one's own password, and end every session; whoever asks signs in anew with the new epoch.

    Raises AccountNotFound, PasswordIsWrong.
    """
    account = find_account(session, account_id, lock=True)
    if not is_right(old, account.password_hash):
        raise PasswordIsWrong(errors={"old": [PasswordIsWrong.title]})
    set_password(session, account, new)
    return account


def _by_address(session: Session, email: str, *, lock: bool = False) -> StaffMember | None:
    query = sa.select(StaffMember).where(StaffMember.email_key == address_key(email), StaffMember.is_active)
    return session.scalar(query.with_for_update() if lock else query)


def _send(session: Session, account: StaffMember, purpose: Purpose) -> None:
    token = _renew_link(account, purpose)
    account.version += 1
    link = events.StaffLinkIssued(
        account.id,
        version=account.version,
        contact_id=account.id,
        token=token,
        purpose=purpose,
        expires_at=account.link_expires_at,
    )
    # The contact goes with it: one that is known already changes nothing.
    emit(session, contact_of(account), link)


def _renew_link(account: StaffMember, purpose: Purpose) -> str:
    if not account.is_active:
        raise AccountIsClosed()
    token = new_token()
    account.link_hash = fingerprint(token)
    account.link_expires_at = clock.now() + LINK_HOLDS[purpose]
    return token
