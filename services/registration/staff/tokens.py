"""Tokens by which programs call the API: each is shown once, and only its hash is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models.staff import StaffMember
from services.registration.problems import TokenNotFound
from services.registration.staff.accounts import new_account
from services.registration.staff.lecturers import check_lecturer
from services.registration.staff.telling import tell
from shared.audit import note
from shared.auth import fingerprint, new_token, staff_access


@dataclass(frozen=True)
class ApiToken:
    """A token as it is listed; the token itself nobody knows."""

    id: UUID
    name: str
    role: str
    municipality: str | None
    created_at: datetime
    used_on: date | None
    is_active: bool


@dataclass(frozen=True)
class NewToken:
    """A token at its making, the only time it is known."""

    id: UUID
    token: str


def list_tokens(session: Session) -> Sequence[ApiToken]:
    """Every token, those that work first, then by name; with the last day it was used in any service."""
    rows = session.execute(
        sa.select(StaffMember, staff_access.c.used_on)
        .outerjoin(staff_access, staff_access.c.staff_id == StaffMember.id)
        .where(StaffMember.kind == "program")
        .order_by(StaffMember.is_active.desc(), StaffMember.name, StaffMember.id)
    )
    return [_listed(account, used_on) for account, used_on in rows]


def find_token(session: Session, token_id: UUID, *, lock: bool = False) -> StaffMember:
    """The program that a token belongs to. Raises TokenNotFound."""
    program = session.get(StaffMember, token_id, with_for_update=lock or None, populate_existing=lock)
    if program is None or program.kind != "program":
        raise TokenNotFound()
    return program


def add_token(session: Session, new: Mapping[str, Any]) -> NewToken:
    """Let a program call with a role, and within its scope. Raises LecturerIsUnknown."""
    check_lecturer(session, new.get("contact_id"))
    token = new_token()
    account = new_account("program", new["name"], new["role"], new.get("municipality"))
    account.contact_id = new.get("contact_id")
    account.token_hash = fingerprint(token)
    session.add(account)
    tell(session, account)
    note(session, "token.added", account.id, role=account.role, municipality=account.municipality)
    return NewToken(account.id, token)


def create_token(session: Session, role: str, name: str, municipality: str | None = None) -> str:
    """The token of a new program, which is shown this once."""
    return add_token(session, {"role": role, "name": name, "municipality": municipality}).token


def revoke_token(session: Session, token_id: UUID) -> None:
    """End a token at once, in all services; it never works again. Raises TokenNotFound."""
    account = find_token(session, token_id, lock=True)
    if not account.is_active:
        return
    account.is_active, account.token_hash = False, None
    account.epoch += 1
    account.version += 1
    tell(session, account)
    note(session, "token.revoked", account.id)


def _listed(account: StaffMember, used_on: date | None) -> ApiToken:
    return ApiToken(
        id=account.id,
        name=account.name,
        role=account.role,
        municipality=account.municipality,
        created_at=account.created_at,
        used_on=used_on,
        is_active=account.is_active,
    )
