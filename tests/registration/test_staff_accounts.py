"""Staff accounts: every change reaches all services, and an administrator always remains."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from services.registration import staff_accounts, staff_passwords
from services.registration.models.staff import StaffMember
from services.registration.staff_problems import (
    AddressIsTaken,
    LastAdminMustStay,
    PasswordLinkIsSpent,
    SignInFailed,
)
from shared import clock
from shared.auth import fingerprint
from shared.auth.access import staff_by_token
from shared.service import transaction
from shared.web import Problem
from tests.events import emitted

PASSWORD = "tre små grisar"


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A transaction of the service, on each database."""
    with app.app_context(), transaction() as session:
        yield session


def person(**changed: Any) -> dict[str, Any]:
    """What an administrator writes of somebody new."""
    return {"name": "Karin Lindgren", "email": "Karin@Example.se", "role": "coordinator", **changed}


def with_password(session: Session, **changed: Any) -> StaffMember:
    """Somebody who has chosen a password."""
    account = staff_accounts.add_account(session, person(**changed))
    staff_passwords.choose_password(
        session, staff_passwords.issue_password_link(session, account.id), PASSWORD
    )
    return account


def test_a_new_account_is_told_of_without_its_name(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        staff_accounts.add_account(session, person(role="representative", municipality="0182"))
    (told,) = emitted(app)
    assert told.type.name == "registration.staff_access_changed"
    assert (told["role"], told["municipality"], told["is_active"]) == ("representative", "0182", True)
    assert "Karin" not in str(told.data)


def test_the_first_administrator_is_added_once(session: Session) -> None:
    assert staff_accounts.ensure_first_admin(session, "admin@example.se", PASSWORD)
    assert not staff_accounts.ensure_first_admin(session, "other@example.se", PASSWORD)
    assert staff_passwords.sign_in(session, "admin@example.se", PASSWORD).role == "admin"


def test_an_address_has_one_account_however_it_is_written(session: Session) -> None:
    staff_accounts.add_account(session, person())
    with pytest.raises(AddressIsTaken):
        staff_accounts.add_account(session, person(email="karin@example.SE"))
    assert session.scalar(sa.select(sa.func.count()).select_from(StaffMember)) == 1


def test_one_signs_in_with_the_chosen_password_only(session: Session) -> None:
    account = with_password(session)
    assert staff_passwords.sign_in(session, " karin@example.se", PASSWORD).id == account.id
    with pytest.raises(SignInFailed):
        staff_passwords.sign_in(session, "karin@example.se", "tre stora grisar")
    with pytest.raises(SignInFailed):
        staff_passwords.sign_in(session, "nobody@example.se", PASSWORD)


def test_a_closed_account_cannot_sign_in(session: Session) -> None:
    account = with_password(session)
    staff_accounts.set_active(session, account.id, False)
    with pytest.raises(SignInFailed):
        staff_passwords.sign_in(session, "karin@example.se", PASSWORD)


def test_a_password_link_works_once(session: Session) -> None:
    token = staff_passwords.issue_password_link(session, staff_accounts.add_account(session, person()).id)
    staff_passwords.choose_password(session, token, PASSWORD)
    with pytest.raises(PasswordLinkIsSpent):
        staff_passwords.choose_password(session, token, "another password")


def test_a_password_link_holds_a_week(session: Session) -> None:
    token = staff_passwords.issue_password_link(session, staff_accounts.add_account(session, person()).id)
    with clock.at(clock.now() + timedelta(days=7)), pytest.raises(PasswordLinkIsSpent):
        staff_passwords.choose_password(session, token, PASSWORD)


def test_a_new_link_replaces_the_old(session: Session) -> None:
    account = staff_accounts.add_account(session, person())
    old = staff_passwords.issue_password_link(session, account.id)
    staff_passwords.issue_password_link(session, account.id)
    with pytest.raises(PasswordLinkIsSpent):
        staff_passwords.account_of_link(session, old)


def test_a_new_password_ends_the_sessions_of_before(session: Session) -> None:
    account = staff_accounts.add_account(session, person())
    before = account.epoch
    staff_passwords.choose_password(
        session, staff_passwords.issue_password_link(session, account.id), PASSWORD
    )
    assert account.epoch == before + 1


def test_a_token_opens_and_closes_with_its_account(session: Session) -> None:
    token = staff_accounts.create_token(session, "coordinator", "Lärandekalendern")
    owner = staff_by_token(session, fingerprint(token))
    assert owner is not None
    staff_accounts.set_active(session, owner.id, False)
    assert staff_by_token(session, fingerprint(token)) is None


@pytest.mark.parametrize("how", ["close", "change"])
def test_the_last_administrator_stays(session: Session, how: str) -> None:
    admin = staff_accounts.add_account(session, person(role="admin"))
    staff_accounts.create_token(session, "admin", "A program is no administrator")
    with pytest.raises(LastAdminMustStay):
        _remove(session, admin, how)


def test_two_administrators_cannot_remove_each_other(postgresql_app: Flask) -> None:
    with postgresql_app.app_context(), transaction() as session:
        admins = [
            staff_accounts.add_account(session, person(role="admin", email=f"{number}@example.se"))
            for number in range(2)
        ]

    def close(admin: StaffMember) -> bool:
        try:
            with postgresql_app.app_context(), transaction() as session:
                staff_accounts.set_active(session, admin.id, False)
        except Problem:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, admins)) == [False, True]


def _remove(session: Session, admin: StaffMember, how: str) -> None:
    if how == "close":
        staff_accounts.set_active(session, admin.id, False)
    else:
        staff_accounts.change_account(session, admin.id, {"name": "Karin", "role": "coordinator"})
