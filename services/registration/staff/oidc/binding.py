"""Whose account here somebody from the provider may use: one that is theirs already, or has their address.

Signing in makes no account. The address is asked about once; from then on the subject decides, which the
provider gives to nobody else (OpenID Connect Core 1.0, 5.7), while an address may pass to another.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.registration.models.staff import StaffMember
from services.registration.problems.oidc import (
    AccountIsBound,
    EmailIsUnverified,
    NobodyHasThisAccount,
    TokenIsWrong,
)
from services.registration.staff.accounts import address_key
from shared.audit import Actor, acting, note

LONGEST_SUBJECT = 255  # characters (OpenID Connect Core 1.0, 2)


def account_of(session: Session, issuer: str, claims: Mapping[str, Any]) -> StaffMember:
    """The account that the provider's claims open; the first time it is bound to their subject.

    Raises TokenIsWrong, EmailIsUnverified, NobodyHasThisAccount, AccountIsBound.
    """
    subject = claims["sub"]
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise TokenIsWrong()
    found = _bound(session, issuer, subject) or _bind(session, issuer, subject, claims)
    with acting(lambda: Actor("staff", found.id)):
        note(session, "staff.signed_in", found.id, how="oidc")
    return found


def _bound(session: Session, issuer: str, subject: str) -> StaffMember | None:
    account = session.scalar(
        sa.select(StaffMember).where(StaffMember.oidc_issuer == issuer, StaffMember.oidc_subject == subject)
    )
    if account is not None and not account.is_active:
        raise NobodyHasThisAccount()
    return account


def _bind(session: Session, issuer: str, subject: str, claims: Mapping[str, Any]) -> StaffMember:
    email = claims.get("email")
    if claims.get("email_verified") is not True:
        raise EmailIsUnverified()
    if not isinstance(email, str) or not email.isprintable():
        raise NobodyHasThisAccount()
    account = session.scalar(
        sa.select(StaffMember)
        .where(StaffMember.email_key == address_key(email), StaffMember.is_active)
        .with_for_update()
    )
    if account is None or account.kind != "person":
        raise NobodyHasThisAccount()
    if account.oidc_subject is None:
        return _tie(session, account, issuer, subject)
    # Another window may have tied it to the same subject, while this one waited for the lock.
    if (account.oidc_issuer, account.oidc_subject) != (issuer, subject):
        raise AccountIsBound()
    return account


def _tie(session: Session, account: StaffMember, issuer: str, subject: str) -> StaffMember:
    try:
        with session.begin_nested():
            account.oidc_issuer, account.oidc_subject = issuer, subject
    except IntegrityError as error:
        # Just now the same subject came with another address: from its first time on the subject decides.
        if (found := _bound(session, issuer, subject)) is None:
            raise AccountIsBound() from error
        return found
    return account
