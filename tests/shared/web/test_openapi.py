"""The API's description: valid, and true of access, problems and keys."""

from flask.testing import FlaskClient
from openapi_spec_validator import validate

THINGS = "/registration/api/things"


def test_the_description_is_valid(client: FlaskClient) -> None:
    described = client.get("/registration/openapi.json").json
    assert described["openapi"] == "3.1.0"
    validate(described)


def test_a_write_tells_of_its_key_and_its_problems(client: FlaskClient) -> None:
    write = client.get("/registration/openapi.json").json["paths"][THINGS]["post"]
    assert [parameter["name"] for parameter in write["parameters"]] == ["Idempotency-Key"]
    assert "occasion_full" in write["responses"]["409"]["description"]
    assert write["security"] == []


def test_a_route_for_staff_tells_who_may_call_it(client: FlaskClient) -> None:
    delete = client.get("/registration/openapi.json").json["paths"][THINGS + "/{thing_id}"]["delete"]
    assert delete["security"] == [{"bearer": []}]
    assert "admin, coordinator" in delete["description"]
    assert {"401", "403"} <= delete["responses"].keys()


def test_there_is_a_page_for_it(client: FlaskClient) -> None:
    assert 'data-address="/registration/openapi.json"' in client.get("/registration/docs").text
