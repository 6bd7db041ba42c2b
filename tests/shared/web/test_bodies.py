"""Bodies: malformed, of wrong type, too large or with wrong fields; each gets a clear answer."""

import pytest
from flask.testing import FlaskClient

THINGS = "/registration/api/things"


def test_wrong_fields_are_named_each_with_its_reason(client: FlaskClient) -> None:
    body = {"name": "A", "places": 99, "form": "bought", "colour": "red", "sessions": [{"room": "Galaxen"}]}
    answer = client.post(THINGS, json=body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["errors"] == {
        "name": ["Skriv mellan 2 och 20 tecken."],
        "places": ["Skriv ett tal från 1 till 40."],
        "form": ["Välj ett av alternativen."],
        "colour": ["Det finns inget sådant fält."],
        "sessions.0.room": ["Skriv högst 5 tecken."],
        "sessions.0.day": ["Fyll i det här fältet."],
    }


def test_one_wrong_field_called_form_is_named_too(client: FlaskClient) -> None:
    answer = client.post(THINGS, json={"name": "Anna", "form": "bought"})
    assert list(answer.json["errors"]) == ["form"]


@pytest.mark.parametrize("body", ["{", "", '{"name": NaN}', '{"name": "\\ud800"}', '{"name": "a\\u0000"}'])
def test_what_is_no_json_changes_nothing(client: FlaskClient, body: str) -> None:
    answer = client.post(THINGS, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["type"]) == (400, "urn:kursforum:problem:malformed_body")


@pytest.mark.parametrize("body", ["[]", '"text"', "7", "null"])
def test_json_that_is_no_object_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post(THINGS, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["errors"]) == (422, {"": ["Det här ska vara ett objekt."]})


def test_a_form_sent_to_the_api_is_of_the_wrong_type(client: FlaskClient) -> None:
    assert client.post(THINGS, data={"name": "Anna"}).status_code == 415


def test_an_oversized_body_of_the_api_is_refused(client: FlaskClient) -> None:
    answer = client.post(THINGS, json={"name": "A" * 300_000})
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_an_oversized_form_gets_a_page(client: FlaskClient, token: str) -> None:
    answer = client.post("/registration/form", data={"csrf_token": token, "name": "A" * 1_100_000})
    assert (answer.status_code, answer.mimetype) == (413, "text/html")


@pytest.mark.parametrize("path", ["/registration/form?q=%00", "/registration/participants/%00"])
def test_a_nul_in_an_address_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400
