"""The office's pages about the region, its workplaces, lecturers and doubles."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from services.registration.operations import workplaces
from shared.service import service
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office
from tests.registration.region_keeping import Keeper

REGION = "/registration/region"
KNOWN = f"{REGION}/municipalities/0182"


@pytest.fixture
def office_client(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """An administrator's browser."""
    sign_in(web_app, client, "admin")
    return client


def _staff(app: Flask, code: str, year: int) -> int:
    with app.app_context():
        found = service().region.municipality(code)
    assert found
    return found.staff(year)


def _sent_file(client: FlaskClient, content: bytes) -> TestResponse:
    return send(client, f"{REGION}/staff/import", f"{REGION}/staff", file=(io.BytesIO(content), "tal.csv"))


def _workbook(*rows: list[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()


def test_a_municipality_is_added_renamed_and_closed(office_client: FlaskClient) -> None:
    new = {"name": "Nyköping", "code": "0480", "staff": "1 200", "column": "1", "row": "14"}
    made = send(office_client, f"{REGION}/municipalities/new", **new)
    assert made.status_code == 303
    send(office_client, made.location, name="Nyköpings kommun", column="2", row="14")
    send(office_client, f"{REGION}/municipalities/0480/state", made.location, close="yes")
    page = text_of(office_client.get(made.location))
    assert "Nyköpings kommun" in page
    assert "Ur bruk" in page
    assert "1 200" in page.replace("\xa0", " ")


def test_what_is_closed_is_not_offered_in_the_form(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    send(office_client, f"{KNOWN}/state", KNOWN, close="yes")
    form = office_client.get(f"{REGION}/workplaces/new").text
    assert 'value="0184"' in form
    assert 'value="0182"' not in form
    bad = send(office_client, f"/registration/occasions/{occasion.id}", municipality="0182")
    assert "Välj en av regionens kommuner." in text_of(bad)


def test_a_taken_code_is_refused_beside_its_field(office_client: FlaskClient) -> None:
    new = {"name": "Ny", "code": "0182", "staff": "1", "column": "1", "row": "14"}
    page = send(office_client, f"{REGION}/municipalities/new", **new)
    assert page.status_code == 422
    assert 'id="f-code-error"' in page.text
    assert "Den koden eller det namnet finns redan i regionen." in text_of(page)


def test_a_district_is_added_and_closed(office_client: FlaskClient) -> None:
    city = f"{REGION}/municipalities/0180"
    bad = send(office_client, f"{city}/districts", city, name="Järva", staff="5")
    assert bad.status_code == 422
    send(office_client, f"{city}/districts", city, name="Östra Söderort", staff="5")
    send(office_client, f"{city}/districts/ostra-soderort/state", city, close="yes")
    assert "Östra Söderort Ur bruk" in text_of(office_client.get(city))


def test_an_area_is_added_and_closed(office_client: FlaskClient) -> None:
    send(office_client, f"{REGION}/areas", name="Anhöriga")
    send(office_client, f"{REGION}/areas/state", f"{REGION}/areas", name="Anhöriga", close="yes")
    assert "Anhöriga Ur bruk" in text_of(office_client.get(f"{REGION}/areas"))
    assert send(office_client, f"{REGION}/areas", name="anhöriga").status_code == 422


def test_the_numbers_of_a_year_are_written_over(web_app: Flask, office_client: FlaskClient) -> None:
    before = _staff(web_app, "0182", 2026)
    row = {"numbers.0.municipality": "0182", "numbers.0.district": "", "numbers.0.staff": "1 450"}
    assert send(office_client, f"{REGION}/staff?year=2027", year="2027", **row).status_code == 303
    assert [_staff(web_app, "0182", year) for year in (2026, 2027)] == [before, 1450]
    wrong = send(office_client, f"{REGION}/staff", year="2027", **row | {"numbers.0.staff": "många"})
    assert wrong.status_code == 422
    assert 'value="många"' in wrong.text


def test_the_numbers_go_out_as_a_file_and_come_back(web_app: Flask, office_client: FlaskClient) -> None:
    content = office_client.get(f"{REGION}/staff.xlsx").data
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    filled = [[*row, row[-1] + 1 if row[0] == "0182" else None] for row in rows]
    done = _sent_file(office_client, _workbook([*head, 2027], *filled))
    assert done.status_code == 303
    assert _staff(web_app, "0182", 2027) == _staff(web_app, "0182", 2026) + 1


def test_a_file_as_swedish_excel_writes_csv_is_taken(web_app: Flask, office_client: FlaskClient) -> None:
    text = "municipality;district;name;2027\r\n182;;Nacka;1 450\r\n0180;jarva;Järva;400\r\n"
    assert _sent_file(office_client, text.encode("cp1252")).status_code == 303
    assert _staff(web_app, "0182", 2027) == 1450


def test_a_file_with_bad_rows_is_refused_whole_with_each_of_them(
    web_app: Flask, office_client: FlaskClient
) -> None:
    rows = "0182,,Nacka,450\n9999,,Ingenstans,1\n0180,,Stockholm,1\n\n0184,,Solna,många\n0182,,Nacka,7\n"
    page = _sent_file(office_client, ("municipality,district,name,2027\n" + rows).encode())
    assert page.status_code == 422
    told = text_of(page)
    for line in (
        "Rad 3: Regionen har ingen kommun 9999.",
        "Rad 4: Stockholm räknas som summan",
        "Rad 6: 2027: ”många” är inget antal personer.",
        "Rad 7: Platsen står också på en tidigare rad.",
    ):
        assert line in told
    assert _staff(web_app, "0182", 2027) == _staff(web_app, "0182", 2026)


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2", b"PK\3\4 no archive", b"a,b\n1,2", _workbook(["municipality"])]
)
def test_a_file_that_is_no_such_table_is_refused(office_client: FlaskClient, content: bytes) -> None:
    assert _sent_file(office_client, content).status_code == 422


def test_a_workplace_that_was_typed_is_added_or_named_as_another(
    web_app: Flask, office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=9)
    web_office.register(occasion, "Anna", workplace="Solgården")
    web_office.register(occasion, "Bo", workplace="Solgårdens boende")
    listed = office_client.get(f"{REGION}/workplaces/typed")
    first, second = re.findall(r'href="([^"]+typed/one[^"]+)"', listed.text.replace("&amp;", "&"))
    page = office_client.get(first)
    add = re.search(r'href="([^"]+workplaces/new[^"]+)"', page.text.replace("&amp;", "&"))
    assert add
    place = {"municipality": "0126", "employer": "municipal"}
    assert send(office_client, add[1], name="Solgården", **place).status_code == 303
    made = re.search(r'value="([0-9a-f-]{36})"', office_client.get(second).text)
    assert made
    assert send(office_client, second, workplace_id=made[1]).status_code == 303
    assert "Allt som har skrivits finns på listan." in text_of(
        office_client.get(f"{REGION}/workplaces/typed")
    )


def test_workplaces_are_found_changed_merged_and_closed(web_app: Flask, office_client: FlaskClient) -> None:
    keeper = Keeper(web_app)
    given = {"municipality": "0126", "employer": "municipal"}
    one, other = (
        keeper.does(workplaces.add_workplace, given | {"name": name}) for name in ("Eken", "Boendet Eken")
    )
    page = f"{REGION}/workplaces/{one.id}"
    bad = send(office_client, page, name="Eken", employer="municipal", organisation_number="212000-0143")
    assert 'id="f-organisation_number-error"' in bad.text
    good = {"name": "Nya Eken", "employer": "private", "organisation_number": "162120000142"}
    assert send(office_client, page, **good).status_code == 303
    assert "212000-0142" in text_of(office_client.get(f"{REGION}/workplaces?q=NYA"))
    kept = send(office_client, f"{page}/merge", page, into_id=other.id)
    assert kept.location.endswith(str(other.id))
    assert "Nya Eken" in text_of(office_client.get(f"{REGION}/workplaces?closed=yes"))


def test_a_lecturer_is_added_changed_and_closed(office_client: FlaskClient) -> None:
    new = {"kind": "lecturer", "name": "Per Dahl", "organisation": "Stockholms universitet"}
    contact = {"given_name": "Per", "family_name": "Dahl", "email": "per.dahl@su.example"}
    assert send(office_client, f"{REGION}/lecturers/new", **new, **contact).status_code == 303
    taken = send(office_client, f"{REGION}/lecturers/new", **new, **contact)
    assert taken.status_code == 422
    assert 'id="f-email-error"' in taken.text
    listed = office_client.get(f"{REGION}/lecturers")
    page = re.search(rf"{REGION}/lecturers/[0-9a-f-]{{36}}", listed.text)
    assert page
    changed = contact | {"email": "per@dahl.example"}
    assert send(office_client, page[0], **new, **changed).status_code == 303
    send(office_client, f"{page[0]}/state", page[0], close="yes")
    assert "per@dahl.example" in text_of(office_client.get(f"{REGION}/lecturers?closed=yes"))


def test_two_entries_are_compared_and_merged(office_client: FlaskClient, web_office: Office) -> None:
    occasion, other = web_office.open_occasion(), web_office.open_occasion()
    web_office.register(occasion, "Anna")
    web_office.register(other, "Anna", email="anna@gmail.example")
    listed = office_client.get(f"{REGION}/doubles")
    pair = re.search(rf"{REGION}/doubles/([0-9a-f-]+)/([0-9a-f-]+)", listed.text)
    assert pair
    assert "Lågaffektivt bemötande" in text_of(office_client.get(pair[0]))
    assert send(office_client, pair[0], keep=pair[1]).status_code == 303
    assert "Ingen verkar finnas två gånger." in text_of(office_client.get(f"{REGION}/doubles"))
    assert office_client.get(pair[0]).status_code == 404


def test_what_cannot_be_merged_is_told_on_the_page(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion, "Anna")
    web_office.register(occasion, "Anna", email="anna@gmail.example")
    pair = re.search(
        rf"{REGION}/doubles/([0-9a-f-]+)/([0-9a-f-]+)", office_client.get(f"{REGION}/doubles").text
    )
    assert pair
    refused = send(office_client, pair[0], keep=pair[1])
    assert refused.status_code == 409
    assert "Avanmäl den ena" in text_of(refused)
    assert send(office_client, pair[0], apart="yes").status_code == 303
    assert "Ingen verkar finnas två gånger." in text_of(office_client.get(f"{REGION}/doubles"))


@pytest.mark.parametrize("role", ["representative", "lecturer"])
@pytest.mark.parametrize("page", ["", "staff", "workplaces", "lecturers", "doubles", "areas"])
def test_only_the_office_keeps_the_region(web_app: Flask, client: FlaskClient, role: str, page: str) -> None:
    sign_in(web_app, client, role)
    assert client.get(f"{REGION}/{page}").status_code == 403
