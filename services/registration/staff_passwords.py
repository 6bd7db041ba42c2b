"""Signing in, and choosing a password by a link that works once."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models.staff import StaffMember
from services.registration.staff_accounts import address_key, end_sessions, find_account
from services.registration.staff_problems import PasswordLinkIsSpent, SignInFailed
from shared import clock
from shared.auth import fingerprint, new_token
from shared.auth.passwords import hash_password, is_right

LINK_HOLDS = timedelta(days=7)


def sign_in(session: Session, email: str, password: str) -> StaffMember:
    """Whose address and password these are; an unknown address takes as long. Raises SignInFailed."""
    account = session.scalar(
        sa.select(StaffMember).where(StaffMember.email_key == address_key(email), StaffMember.is_active)
    )
    if not is_right(password, account.password_hash if account else None) or account is None:
        raise SignInFailed()
    return account


def issue_password_link(session: Session, account_id: UUID) -> str:
    """A token for choosing a password within seven days; an earlier one stops working.

    Raises AccountNotFound.
    """
    account = find_account(session, account_id, lock=True)
    token = new_token()
    account.link_hash, account.link_expires_at = fingerprint(token), clock.now() + LINK_HOLDS
    return token


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
    account = account_of_link(session, token)
    account.password_hash = hash_password(password)
    account.link_hash = account.link_expires_at = None
    end_sessions(session, account)
