"""Representatives by page and by API: the office names them, a representative sees the own municipality."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration.models import Representative
from services.registration.operations.protecting import set_protected
from services.registration.operations.representatives import name_representative
from shared import clock
from shared.service import transaction
from tests.registration.browsing import send, text_of
from tests.registration.samples import sample_mandate
from tests.staff import bearer, sign_in, token_for

PAGES, API = "/registration/representatives", "/registration/api/representatives"
JUNE = datetime(2026, 6, 1, 8, tzinfo=UTC)
FILLED = {
    "kind": "cka",
    "municipality": "0180",
    "district": "farsta",
    "given_name": "Omar",
    "family_name": "Haddad",
    "email": "omar.haddad@stockholm.example",
    "from_on": "2026-01-01",
}


@pytest.fixture(autouse=True)
def _june() -> Any:
    with clock.at(JUNE):
        yield


@pytest.fixture
def office_client(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def name(app: Flask, who: str = "Eva", **given: Any) -> Representative:
    """Somebody is named."""
    with app.app_context(), transaction() as session:
        return name_representative(session, sample_mandate(who, **given))


def test_the_office_begins_its_day_with_who_has_no_cka(office_client: FlaskClient) -> None:
    assert "Kommuner utan CKA 36" in text_of(office_client.get("/registration/manage/"))
    send(office_client, f"{PAGES}/new", **FILLED)
    assert "Kommuner utan CKA 35" in text_of(office_client.get("/registration/manage/"))


def test_somebody_named_by_the_form_is_listed_and_the_place_no_longer_missing(
    office_client: FlaskClient,
) -> None:
    assert "0 av 36" in text_of(office_client.get(f"{PAGES}/"))
    made = send(office_client, f"{PAGES}/new", **FILLED)
    assert made.location == f"{PAGES}/places/0180/farsta"
    assert "Omar Haddad" in text_of(office_client.get(made.location))
    assert "1 av 36" in text_of(office_client.get(f"{PAGES}/"))


def test_what_is_missing_stands_before_all_places(office_client: FlaskClient, web_app: Flask) -> None:
    name(web_app, to_on=datetime(2026, 5, 31).date())
    text = text_of(office_client.get(f"{PAGES}/?municipality=0126"))
    assert text.index("Saknar CKA") < text.index("Ingen sedan 31 maj 2026") < text.index("Ladda ner")


def test_representatives_are_found_by_place_name_and_address(
    office_client: FlaskClient, web_app: Flask
) -> None:
    name(web_app)
    for words in ("huddinge", "eva EK", "eva.ek@huddinge"):
        found = text_of(office_client.get(f"{PAGES}/", query_string={"q": words}))
        assert "Huddinge" in found.partition("Ladda ner")[2]
        assert "Nacka" not in found.partition("Ladda ner")[2]
    assert "Inget stämmer" in text_of(office_client.get(f"{PAGES}/?q=segling"))


def test_a_protected_name_is_not_found_among_representatives(
    office_client: FlaskClient, web_app: Flask
) -> None:
    mandate = name(web_app)
    with web_app.app_context(), transaction() as session:
        set_protected(session, mandate.contact_id, True)
    assert "Inget stämmer" in text_of(office_client.get(f"{PAGES}/?q=eva"))


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"district": ""}, "district", "Välj stadsdel."),
        ({"municipality": "9999"}, "municipality", "Välj en av regionens kommuner."),
        ({"kind": "competence"}, "workplace", "Skriv arbetsplatsen."),
        ({"to_on": "2025-12-31"}, "to_on", "Den sista dagen kan inte vara före den första."),
        ({"from_on": "i morgon"}, "from_on", "Skriv ett datum"),
        ({"email": "omar"}, "email", "Skriv en e-postadress"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nobody_is_named(
    office_client: FlaskClient, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = send(office_client, f"{PAGES}/new", **(FILLED | wrong))
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert said in text_of(answer)
    assert "0 av 36" in text_of(office_client.get(f"{PAGES}/"))


def test_a_second_cka_is_refused_with_who_holds_the_place(office_client: FlaskClient, web_app: Flask) -> None:
    name(web_app, municipality="0180", district="farsta")
    answer = send(office_client, f"{PAGES}/new", **FILLED)
    assert answer.status_code == 422
    assert "Eva Ek, sedan 1 januari 2026" in text_of(answer)
    send(office_client, f"{PAGES}/new", **(FILLED | {"from_on": "2026-06-01", "succeeds": "true"}))
    assert "1 januari 2026 – 31 maj 2026" in text_of(office_client.get(f"{PAGES}/places/0180/farsta"))


def test_a_mandate_is_changed_and_ended_by_its_forms(office_client: FlaskClient) -> None:
    place = send(office_client, f"{PAGES}/new", **FILLED).location
    (mandate,) = office_client.get(API, headers={}).json["items"]
    person = {key: FILLED[key] for key in ("given_name", "email", "from_on")}
    send(office_client, f"{PAGES}/{mandate['id']}/change", family_name="Lind", **person)
    assert "Omar Lind" in text_of(office_client.get(place))
    send(office_client, f"{PAGES}/{mandate['id']}/end", to_on="2026-05-31")
    assert "Ingen är CKA här just nu" in text_of(office_client.get(place))


def test_a_representative_sees_the_own_municipality_and_changes_nothing(
    web_app: Flask, client: FlaskClient
) -> None:
    name(web_app)
    name(web_app, "Omar", municipality="0182")
    sign_in(web_app, client, "representative", municipality="0126")
    shown = text_of(client.get(f"{PAGES}/"))
    assert "Eva Ek" in shown
    assert "Omar" not in shown
    assert "Utse" not in shown
    assert client.get(f"{PAGES}/places/0182").status_code == 403
    assert client.get(f"{PAGES}/new").status_code == 403


@pytest.mark.parametrize("path", ["", "/missing", ".csv", ".xlsx"])
def test_the_api_gives_a_representative_no_other_municipality(
    web_app: Flask, client: FlaskClient, path: str
) -> None:
    name(web_app, "Omar", municipality="0182")
    theirs = bearer(token_for(web_app, "representative", municipality="0126"))
    answer = client.get(f"{API}{path}?municipality=0182", headers=theirs)
    assert (answer.status_code, answer.json["type"].rpartition(":")[2]) == (403, "not_your_municipality")
    assert b"Omar" not in client.get(f"{API}{path}", headers=theirs).data


def test_the_api_names_changes_ends_and_lists(web_app: Flask, client: FlaskClient) -> None:
    office = bearer(token_for(web_app))
    made = client.post(API, json=FILLED, headers=office)
    assert (made.status_code, made.json["state"], made.json["to_on"]) == (201, "current", None)
    one = f"{API}/{made.json['id']}"
    assert client.post(API, json=FILLED, headers=office).json["type"].endswith("place_is_taken")
    assert client.patch(one, json={"given_name": "Ali"}, headers=office).status_code == 422
    assert client.patch(one, json={"from_on": "2026-02-01"}, headers=office).json["from_on"] == "2026-02-01"
    ended = client.post(f"{one}/end", json={"to_on": "2026-05-31"}, headers=office)
    assert ended.json["state"] == "ended"
    assert client.get(f"{API}?state=current", headers=office).json["total"] == 0
    vacant = client.get(f"{API}/missing?municipality=0180", headers=office).json["items"]
    assert [item["since"] for item in vacant if item["district"] == "farsta"] == ["2026-05-31"]


def test_the_file_has_the_mandates_and_the_places_without(web_app: Flask, client: FlaskClient) -> None:
    name(web_app, given_name="=cmd()")
    rows = client.get(f"{API}.csv", headers=bearer(token_for(web_app))).text
    by_place = {(row["municipality"], row["district"]): row for row in csv.DictReader(io.StringIO(rows))}
    assert by_place["0126", ""]["name"] == "'=cmd() Ek"
    assert by_place["0126", ""]["from_on"] == "2026-01-01"
    assert by_place["0180", "jarva"]["state"] == "missing"
    workbook = client.get(f"{API}.xlsx", headers=bearer(token_for(web_app)))
    assert workbook.data.startswith(b"PK")
