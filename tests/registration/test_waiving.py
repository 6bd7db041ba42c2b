"""Waiving a charge: it stays on the list with its reason, and is no line of the invoice basis."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from services.registration.models import Registration
from services.registration.operations import Receipt
from services.registration.operations.erasing import erase_person
from services.registration.operations.waiving import charge_after_all, waive_charge
from services.registration.periods import parse_period
from services.registration.problems import NothingIsCharged, NothingIsWaived
from services.registration.queries.charges import Charge, list_charges, sums_of
from shared import clock
from shared.audit import audit_entries
from shared.service import reading, transaction
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.held import completed, opened
from tests.registration.office import Office
from tests.staff import bearer, token_for

APRIL, TERTIAL = datetime(2027, 4, 10, 8, tzinfo=UTC), "2027-T2"
API, MANAGE = "/registration/api", "/registration/manage"
WHY = "Kursen flyttades samma dag."


def _held(office: Office) -> tuple[Receipt, Receipt]:
    """Anna and Bo have a course of 4,500 kronor in May 2027, to which Anna alone came."""
    with clock.at(APRIL):
        occasion, (anna, bo) = opened(office, "Anna", "Bo", fee=4500)
    completed(office, occasion, (anna,))
    return anna, bo


def _waive(office: Office, receipt: Receipt, reason: str = WHY) -> Charge:
    with office.app.app_context(), transaction() as session:
        return waive_charge(session, receipt.id, reason)


def _charges(office: Office) -> list[Charge]:
    period = parse_period(TERTIAL)
    assert period
    with office.app.app_context(), reading() as session:
        return list_charges(session, period)


def _noted(office: Office) -> list[tuple[str, str | None, object]]:
    with office.app.app_context(), reading() as session:
        entries = session.execute(sa.select(audit_entries).order_by(audit_entries.c.id)).all()
    return [(item.action, item.reason, item.details) for item in entries if item.action.startswith("charge.")]


def test_a_waived_charge_stays_on_the_list_with_its_reason_and_costs_nothing(office: Office) -> None:
    anna, _bo = _held(office)
    assert _waive(office, anna).amount == 0
    shown = {item.name: (item.amount, item.waiver_reason) for item in _charges(office)}
    assert shown == {"Anna Ek": (0, WHY), "Bo Ek": (4500, None)}
    assert [(item.registrations, item.amount) for item in sums_of(_charges(office))] == [(1, 4500)]


def test_each_deed_is_noted_and_the_same_one_again_is_none(office: Office) -> None:
    anna, _bo = _held(office)
    _waive(office, anna)
    _waive(office, anna)
    with office.app.app_context(), transaction() as session:
        assert charge_after_all(session, anna.id).amount == 4500
    assert _noted(office) == [
        ("charge.waived", WHY, {"kronor": 4500}),
        ("charge.restored", None, {"kronor": 4500}),
    ]


def test_what_costs_nothing_cannot_be_waived_nor_what_is_charged_be_restored(office: Office) -> None:
    _anna, bo = _held(office)
    free = office.register(office.open_occasion())
    with pytest.raises(NothingIsCharged):
        _waive(office, free)
    with pytest.raises(NothingIsWaived), office.app.app_context(), transaction() as session:
        charge_after_all(session, bo.id)
    assert _noted(office) == []


def test_erasure_forgets_the_reason_and_leaves_the_charge_waived(office: Office) -> None:
    anna, _bo = _held(office)
    _waive(office, anna)
    with office.app.app_context(), transaction() as session:
        erase_person(session, session.get_one(Registration, anna.id).participant_id)  # type: ignore[arg-type]
    assert [(item.amount, item.waiver_reason) for item in _charges(office)] == [(0, ""), (4500, None)]
    assert [reason for _action, reason, _details in _noted(office)] == [None]


def test_the_files_leave_out_what_the_api_waives(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    anna, _bo = _held(web_office)
    headers, asked = bearer(token_for(web_app)), f"?period={TERTIAL}"
    waiver = f"{API}/registrations/{anna.id}/waiver"
    waived = client.put(waiver, json={"reason": WHY}, headers=headers).json
    assert (waived["amount"], waived["waiver_reason"]) == (0, WHY)
    assert client.get(f"{API}/charges{asked}", headers=headers).json["total"] == 2
    text = client.get(f"{API}/charges.csv{asked}", headers=headers).text
    assert ("Anna Ek" in text, "Bo Ek" in text) == (False, True)
    book = load_workbook(BytesIO(client.get(f"{API}/charges.xlsx{asked}", headers=headers).data)).active
    assert book.max_row == 2  # the heading, and Bo
    assert client.delete(waiver, headers=headers).json["amount"] == 4500
    assert "Anna Ek" in client.get(f"{API}/charges.csv{asked}", headers=headers).text


@pytest.mark.parametrize("role", ["lecturer", "representative"])
def test_only_the_office_waives(web_app: Flask, client: FlaskClient, web_office: Office, role: str) -> None:
    anna, _bo = _held(web_office)
    headers = bearer(token_for(web_app, role))
    for path in (f"{API}/registrations/{anna.id}/waiver", f"{MANAGE}/registrations/{anna.id}/waiver"):
        answer = client.open(path, method="PUT" if "api" in path else "GET", json={}, headers=headers)
        assert answer.status_code == 403
    assert [item.waiver_reason for item in _charges(web_office)] == [None, None]


def test_the_page_waives_with_a_reason_and_charges_after_all(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    anna, _bo = _held(web_office)
    sign_in(web_app, client)
    address = f"{MANAGE}/registrations/{anna.id}/waiver"
    refused = send(client, address, reason=" ")
    assert refused.status_code == 422
    assert "Skäl: Fyll i det här fältet." in text_of(refused)
    done = send(client, address, reason=WHY)
    assert f"Efterskänkt {WHY}" in text_of(client.get(done.location))
    assert "4 500 kr att fakturera" in text_of(client.get(done.location))
    send(client, address, restore="yes")
    assert "9 000 kr att fakturera" in text_of(client.get(done.location))
