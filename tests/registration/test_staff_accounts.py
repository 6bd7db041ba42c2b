"""Staff accounts: every change reaches all services, and an administrator always remains."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from services.registration.models import Lecturer
from services.registration.models.staff import StaffMember
from services.registration.operations.participants import remember_participant
from services.registration.problems import (
    AccountIsClosed,
    AddressIsTaken,
    LastAdminMustStay,
    LecturerIsUnknown,
    PasswordIsWrong,
    PasswordLinkIsSpent,
    SignInFailed,
)
from services.registration.staff import accounts, passwords, tokens
from shared import clock, events
from shared.auth import fingerprint
from shared.auth.access import staff_by_token
from shared.ids import random_id
from shared.service import transaction
from tests.events import emitted
from tests.registration.samples import sample_participant

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
    account = accounts.add_account(session, person(**changed))
    passwords.choose_password(session, passwords.show_password_link(session, account.id), PASSWORD)
    return account


def test_a_new_account_is_told_of_without_its_name(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        accounts.add_account(session, person(role="representative", municipality="0182"))
    told = next(event for event in emitted(app) if event.type is events.StaffAccessChanged)
    assert (told["role"], told["municipality"], told["is_active"]) == ("representative", "0182", True)
    assert "Karin" not in str(told.data)


def test_the_first_administrator_is_added_once(session: Session) -> None:
    assert accounts.ensure_first_admin(session, "admin@example.se", PASSWORD)
    assert not accounts.ensure_first_admin(session, "other@example.se", PASSWORD)
    assert passwords.sign_in(session, "admin@example.se", PASSWORD).role == "admin"


def test_an_address_has_one_account_however_it_is_written(session: Session) -> None:
    accounts.add_account(session, person())
    with pytest.raises(AddressIsTaken):
        accounts.add_account(session, person(email="karin@example.SE"))
    assert session.scalar(sa.select(sa.func.count()).select_from(StaffMember)) == 1


def test_one_signs_in_with_the_chosen_password_only(session: Session) -> None:
    account = with_password(session)
    assert passwords.sign_in(session, " karin@example.se", PASSWORD).id == account.id
    with pytest.raises(SignInFailed):
        passwords.sign_in(session, "karin@example.se", "tre stora grisar")
    with pytest.raises(SignInFailed):
        passwords.sign_in(session, "nobody@example.se", PASSWORD)


def test_a_closed_account_cannot_sign_in(session: Session) -> None:
    account = with_password(session)
    accounts.set_active(session, account.id, False)
    with pytest.raises(SignInFailed):
        passwords.sign_in(session, "karin@example.se", PASSWORD)


def test_a_password_link_works_once(session: Session) -> None:
    token = passwords.show_password_link(session, accounts.add_account(session, person()).id)
    passwords.choose_password(session, token, PASSWORD)
    with pytest.raises(PasswordLinkIsSpent):
        passwords.choose_password(session, token, "another password")


def test_a_password_link_holds_a_week(session: Session) -> None:
    token = passwords.show_password_link(session, accounts.add_account(session, person()).id)
    with clock.at(clock.now() + timedelta(days=7)), pytest.raises(PasswordLinkIsSpent):
        passwords.choose_password(session, token, PASSWORD)


def test_a_new_link_replaces_the_old(session: Session) -> None:
    account = accounts.add_account(session, person())
    old = passwords.show_password_link(session, account.id)
    passwords.show_password_link(session, account.id)
    with pytest.raises(PasswordLinkIsSpent):
        passwords.account_of_link(session, old)


def test_a_new_password_ends_the_sessions_of_before(session: Session) -> None:
    account = accounts.add_account(session, person())
    before = account.epoch
    passwords.choose_password(session, passwords.show_password_link(session, account.id), PASSWORD)
    assert account.epoch == before + 1


def test_a_revoked_token_opens_nothing(session: Session) -> None:
    token = tokens.create_token(session, "coordinator", "Lärandekalendern")
    owner = staff_by_token(session, fingerprint(token))
    assert owner is not None
    tokens.revoke_token(session, owner.id)
    assert staff_by_token(session, fingerprint(token)) is None


@pytest.mark.parametrize("how", ["close", "change"])
def test_the_last_administrator_stays(session: Session, how: str) -> None:
    admin = accounts.add_account(session, person(role="admin"))
    tokens.create_token(session, "admin", "A program is no administrator")
    with pytest.raises(LastAdminMustStay):
        _remove(session, admin, how)


def test_an_administrator_who_never_came_does_not_let_the_only_one_go(session: Session) -> None:
    admin = with_password(session, role="admin")
    accounts.add_account(session, person(role="admin", email="invited@example.se"))
    with pytest.raises(LastAdminMustStay):
        _remove(session, admin, "change")


@pytest.mark.parametrize("hows", [("close", "close"), ("change", "change"), ("close", "change")])
def test_two_administrators_cannot_remove_each_other(postgresql_app: Flask, hows: tuple[str, str]) -> None:
    with postgresql_app.app_context(), transaction() as session:
        admins = [with_password(session, role="admin", email=f"{number}@example.se") for number in range(2)]
    start = Barrier(2)

    def remove(admin: StaffMember, how: str) -> bool:
        start.wait()
        try:
            with postgresql_app.app_context(), transaction() as session:
                _remove(session, admin, how)
        except LastAdminMustStay:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, admins, hows)) == [False, True]


def test_an_invitation_goes_by_mail_to_the_account_as_its_own_contact(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        account = accounts.add_account(session, person(language="en"))
        passwords.send_password_link(session, account.id)
    contact = [event for event in emitted(app) if event.type is events.ContactChanged][-1]
    (link,) = [event for event in emitted(app) if event.type is events.StaffLinkIssued]
    assert (contact.subject, contact["email"], contact["language"]) == (
        str(account.id),
        "Karin@Example.se",
        "en",
    )
    assert (link["contact_id"], link["purpose"]) == (account.id, "invite")
    with app.app_context(), transaction() as session:
        assert passwords.account_of_link(session, link["token"]).id == account.id


def test_a_link_for_a_forgotten_password_holds_an_hour(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        with_password(session)
        passwords.ask_for_reset(session, " karin@example.SE ")
    (link,) = [event for event in emitted(app) if event.type is events.StaffLinkIssued]
    assert link["purpose"] == "reset"
    with (
        app.app_context(),
        transaction() as session,
        clock.at(link["expires_at"]),
        pytest.raises(PasswordLinkIsSpent),
    ):
        passwords.choose_password(session, link["token"], PASSWORD)


@pytest.mark.parametrize("email", ["nobody@example.se", "karin@example.se"])
def test_nobody_and_a_closed_account_get_no_letter(app: Flask, email: str) -> None:
    with app.app_context(), transaction() as session:
        account = with_password(session)
        accounts.set_active(session, account.id, False)
        passwords.ask_for_reset(session, email)
    assert not [event for event in emitted(app) if event.type is events.StaffLinkIssued]


def test_a_closed_account_gets_no_link_from_an_administrator(session: Session) -> None:
    account = with_password(session)
    accounts.set_active(session, account.id, False)
    with pytest.raises(AccountIsClosed):
        passwords.send_password_link(session, account.id)


def test_ones_own_password_changes_only_with_the_present_one(session: Session) -> None:
    account = with_password(session)
    before = account.epoch
    with pytest.raises(PasswordIsWrong):
        passwords.change_password(session, account.id, "tre stora grisar", "fyra små grisar")
    assert account.epoch == before
    passwords.change_password(session, account.id, PASSWORD, "fyra små grisar")
    assert account.epoch == before + 1
    assert passwords.sign_in(session, "karin@example.se", "fyra små grisar").id == account.id


def test_another_address_spends_the_link_that_went_to_the_old_one(session: Session) -> None:
    account = accounts.add_account(session, person())
    token = passwords.show_password_link(session, account.id)
    accounts.change_account(session, account.id, {"email": "karin.l@example.se"})
    with pytest.raises(PasswordLinkIsSpent):
        passwords.choose_password(session, token, PASSWORD)
    with pytest.raises(AddressIsTaken):
        accounts.add_account(session, person(email="karin.l@example.se"))


def test_what_a_change_leaves_out_stays(session: Session) -> None:
    account = accounts.add_account(session, person(role="representative", municipality="0182"))
    accounts.change_account(session, account.id, {"name": "Karin Ek"})
    assert (account.name, account.role, account.municipality) == ("Karin Ek", "representative", "0182")


def test_a_lecturers_account_is_its_own_contact_unless_it_is_tied_to_a_lecturer(session: Session) -> None:
    account = accounts.add_account(session, person(role="lecturer"))
    assert account.contact_id == account.id
    lecturer = remember_participant(session, sample_participant("Lisa"))[0]
    with pytest.raises(LecturerIsUnknown):
        accounts.change_account(session, account.id, {"role": "lecturer", "contact_id": lecturer})
    session.add(
        Lecturer(id=random_id(), kind="lecturer", name="Lisa Ek", organisation="", contact_id=lecturer)
    )
    accounts.change_account(session, account.id, {"role": "lecturer", "contact_id": lecturer})
    assert account.contact_id == lecturer


def _remove(session: Session, admin: StaffMember, how: str) -> None:
    if how == "close":
        accounts.set_active(session, admin.id, False)
    else:
        accounts.change_account(session, admin.id, {"name": "Karin", "role": "coordinator"})
