"""Staff accounts and tokens by API, for administrators."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.registration import problems
from services.registration.models.staff import StaffMember
from services.registration.staff import accounts, passwords, schemas, tokens
from services.registration.staff.tokens import NewToken
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("registration", "staff", "Staff accounts and tokens")


@blueprint.get("/staff")
@requires("admin")
@blueprint.response(200, page_schema(schemas.AccountView))
def list_staff() -> Mapping[str, Any]:
    """Every account: the active first, then by name."""
    with reading() as session:
        found = accounts.list_staff(session)
    return page_of(found, len(found), 1, 1)


@blueprint.post("/staff")
@requires("admin")
@blueprint.arguments(schemas.NewAccount)
@blueprint.response(201, schemas.AccountView)
@raises(problems.AddressIsTaken, problems.LecturerIsUnknown)
def add_account(new: dict[str, Any]) -> StaffMember:
    """Add somebody, who is mailed a link for choosing a password."""
    with transaction() as session:
        account = accounts.add_account(session, new)
        return passwords.send_password_link(session, account.id)


@blueprint.get("/staff/<uuid:account_id>")
@requires("admin")
@blueprint.response(200, schemas.AccountView)
@raises(problems.AccountNotFound)
def get_account(account_id: UUID) -> StaffMember:
    """One account."""
    with reading() as session:
        return accounts.find_account(session, account_id)


@blueprint.patch("/staff/<uuid:account_id>")
@requires("admin")
@blueprint.arguments(schemas.AccountChange)
@blueprint.response(200, schemas.AccountView)
@raises(
    problems.AccountNotFound,
    problems.AddressIsTaken,
    problems.LastAdminMustStay,
    problems.LecturerIsUnknown,
)
def change_account(change: dict[str, Any], account_id: UUID) -> StaffMember:
    """Change name, address, role or scope; what is left out stays."""
    with transaction() as session:
        return accounts.change_account(session, account_id, change)


@blueprint.post("/staff/<uuid:account_id>/close")
@requires("admin")
@blueprint.response(200, schemas.AccountView)
@raises(problems.AccountNotFound, problems.LastAdminMustStay)
def close_account(account_id: UUID) -> StaffMember:
    """Close an account: its sessions and links end at once, in all services."""
    with transaction() as session:
        return accounts.set_active(session, account_id, False)


@blueprint.post("/staff/<uuid:account_id>/open")
@requires("admin")
@blueprint.response(200, schemas.AccountView)
@raises(problems.AccountNotFound)
def open_account(account_id: UUID) -> StaffMember:
    """Open a closed account again."""
    with transaction() as session:
        return accounts.set_active(session, account_id, True)


@blueprint.post("/staff/<uuid:account_id>/sign-out")
@requires("admin")
@blueprint.response(200, schemas.AccountView)
@raises(problems.AccountNotFound)
def sign_out_account(account_id: UUID) -> StaffMember:
    """End somebody's sessions in every browser."""
    with transaction() as session:
        return accounts.end_sessions(session, account_id)


@blueprint.post("/staff/<uuid:account_id>/password-link")
@requires("admin")
@blueprint.response(202, schemas.AccountView)
@raises(problems.AccountNotFound, problems.AccountIsClosed)
def send_password_link(account_id: UUID) -> StaffMember:
    """Mail a link for choosing a password; an earlier link stops working."""
    with transaction() as session:
        return passwords.send_password_link(session, account_id)


@blueprint.get("/tokens")
@requires("admin")
@blueprint.response(200, page_schema(schemas.TokenView))
def list_tokens() -> Mapping[str, Any]:
    """Every token: those that work first, then by name."""
    with reading() as session:
        found = tokens.list_tokens(session)
    return page_of(found, len(found), 1, 1)


@blueprint.post("/tokens")
@requires("admin")
@blueprint.arguments(schemas.NewProgram)
@blueprint.response(201, schemas.TokenReceipt)
@raises(problems.LecturerIsUnknown)
def add_token(new: dict[str, Any]) -> NewToken:
    """Make a token, which is told in this answer only."""
    with transaction() as session:
        return tokens.add_token(session, new)


@blueprint.delete("/tokens/<uuid:token_id>")
@requires("admin")
@blueprint.response(204)
@raises(problems.TokenNotFound)
def revoke_token(token_id: UUID) -> None:
    """End a token at once, in all services."""
    with transaction() as session:
        tokens.revoke_token(session, token_id)
