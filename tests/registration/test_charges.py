"""Charges: for whom, how much, and what the invoice basis says."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from services.registration.models import Occasion
from services.registration.operations import Receipt
from services.registration.operations.charging import cost_of_cancelling
from services.registration.periods import half_year_of, parse_period, tertial_of
from services.registration.queries.charges import list_charges
from shared import clock
from shared.clock import local
from shared.service import reading
from tests.registration.browsing import sign_in, text_of
from tests.registration.held import completed, opened
from tests.registration.office import Office
from tests.staff import bearer, token_for

RULES = {
    "fee": 4500, "kind": "credit_course", "late_cancellation_days": 14, "late_cancellation_percent": 50,
    "absence_percent": 80,
}  # fmt: skip


def _with_fee(office: Office, *names: str, **rules: Any) -> tuple[Occasion, list[Receipt]]:
    return opened(office, *names, **(RULES | rules))


def _charged(office: Office, occasion: Occasion) -> dict[str | None, tuple[str, int, int]]:
    period = tertial_of(local(occasion.ends_at).date())
    with office.app.app_context(), reading() as session:
        found = list_charges(session, period)
    return {item.name: (item.why, item.percent, item.amount) for item in found}


def test_a_fee_is_charged_by_what_became_of_the_registration(office: Office) -> None:
    occasion, (anna, _bo, cilla, disa) = _with_fee(office, "Anna", "Bo", "Cilla", "Disa")
    with clock.at(occasion.starts_at - timedelta(days=15)):
        office.cancel(cilla)
    with clock.at(occasion.starts_at - timedelta(days=14)):
        office.cancel(disa)
    completed(office, occasion, (anna,))
    assert _charged(office, occasion) == {
        "Anna Ek": ("attended", 100, 4500),
        "Bo Ek": ("absent", 80, 3600),
        "Disa Ek": ("late_cancellation", 50, 2250),
    }


def test_whoever_only_waited_is_not_charged_for_leaving_the_queue(office: Office) -> None:
    occasion, (anna, bo) = _with_fee(office, "Anna", "Bo")
    waiting = office.register(occasion, "Cilla")
    with clock.at(occasion.starts_at - timedelta(days=1)):
        office.cancel(waiting)
    completed(office, occasion, (anna, bo))
    assert "Cilla Ek" not in _charged(office, occasion)


def test_the_cost_of_cancelling_is_known_beforehand(web_office: Office) -> None:
    occasion, _receipts = _with_fee(web_office, "Anna")
    for days, cost in ((15, 0), (14, 2250), (1, 2250)):
        with clock.at(occasion.starts_at - timedelta(days=days)):
            assert cost_of_cancelling(occasion) == cost


def test_nothing_is_charged_before_the_occasion_is_marked_as_held(office: Office) -> None:
    occasion, (anna,) = _with_fee(office, "Anna")
    office.attend(occasion, anna)
    assert _charged(office, occasion) == {}


def test_a_course_free_of_charge_costs_nothing(office: Office) -> None:
    occasion, (anna,) = _with_fee(office, "Anna", fee=None)
    completed(office, occasion, (anna,))
    assert _charged(office, occasion) == {}


def test_half_a_krona_is_rounded_up(office: Office) -> None:
    occasion, _receipts = _with_fee(office, "Anna", fee=333, absence_percent=50)
    completed(office, occasion, ())
    assert _charged(office, occasion) == {"Anna Ek": ("absent", 50, 167)}


@pytest.fixture
def may(web_office: Office) -> Office:
    """An office with a course in May 2027, where Anna from Huddinge came and Åsa from Nacka did not."""
    with clock.at(datetime(2027, 4, 10, 8, tzinfo=UTC)):
        occasion, (anna,) = _with_fee(web_office, "Anna")
        web_office.register(occasion, "Åsa", municipality="0182", workplace="=cmd()")
    completed(web_office, occasion, (anna,))
    return web_office


def test_the_basis_is_for_a_period_and_a_municipality(
    web_app: Flask, client: FlaskClient, may: Office
) -> None:
    headers = bearer(token_for(web_app))
    whole = client.get("/registration/api/charges?period=2027-T2", headers=headers).json
    assert [(item["municipality"], item["amount"]) for item in whole["items"]] == [
        ("0126", 4500),
        ("0182", 3600),
    ]
    for query, total in (("2027-T2&municipality=0182", 1), ("2027-05", 2), ("2027-T1", 0), ("2027-H1", 2)):
        found = client.get(f"/registration/api/charges?period={query}", headers=headers).json
        assert found["total"] == total, query


def test_the_files_never_hold_a_formula(web_app: Flask, client: FlaskClient, may: Office) -> None:
    headers = bearer(token_for(web_app))
    text = client.get("/registration/api/charges.csv?period=2027-T2", headers=headers).text
    assert "'=cmd()" in text
    book = client.get("/registration/api/charges.xlsx?period=2027-T2", headers=headers)
    cells = [cell for row in load_workbook(BytesIO(book.data)).active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert 3600 in [cell.value for cell in cells]


@pytest.mark.parametrize("query", ["", "?period=2027-T4", "?period=opera", "?period=2027&municipality=9999"])
def test_a_period_that_does_not_exist_is_refused(web_app: Flask, client: FlaskClient, query: str) -> None:
    answer = client.get(f"/registration/api/charges{query}", headers=bearer(token_for(web_app)))
    assert answer.status_code == 422


def test_the_page_sums_each_municipality(web_app: Flask, client: FlaskClient, may: Office) -> None:
    sign_in(web_app, client)
    page = text_of(client.get("/registration/manage/charges?period=2027-T2"))
    assert "8 100 kr" in page
    assert "Hade plats men kom aldrig" in page


def test_periods_begin_and_end_by_the_swedish_calendar() -> None:
    tertial = parse_period("2027-T3")
    assert tertial is not None
    assert (str(tertial.first), str(tertial.last)) == ("2027-09-01", "2027-12-31")
    assert half_year_of(tertial.first).code == "2027-H2"
    assert tertial.ends_at == datetime(2027, 12, 31, 23, tzinfo=UTC)
    assert parse_period("2027-13") is None
