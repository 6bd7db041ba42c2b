"""What to bring: a text of an occasion that everybody sees, and of which nobody is told for its own sake."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared import events
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office
from tests.registration.test_office_pages import FILLED, MANAGE

BRING = "Egen dator\r\n<b>Lunch</b>"


@pytest.fixture
def office_client(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def test_the_office_writes_it_and_the_public_reads_it(office_client: FlaskClient, web_app: Flask) -> None:
    made = send(office_client, f"{MANAGE}/occasions/new", **FILLED, bring=BRING)
    assert "Egen dator · <b>Lunch</b>" in text_of(office_client.get(made.location))
    send(office_client, f"{made.location}/publish", page=made.location)
    public = web_app.test_client().get(made.location.replace("/manage", ""))
    assert "<li>Egen dator</li><li>&lt;b&gt;Lunch&lt;/b&gt;</li>" in public.text
    assert "Egen dator" in office_client.get(f"{made.location}/change").text


def test_an_occasion_without_it_says_nothing_of_it(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    assert "Ta med" not in client.get(f"/registration/occasions/{occasion.id}").text


def test_whoever_has_a_place_sees_it_on_their_own_page_and_who_waits_does_not(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=1, bring="Dator")
    has_place, waits = web_office.fill(occasion, "Anna", "Bo")
    assert "Ta med Dator" in text_of(client.get(f"/registration/registrations/{has_place.token}"))
    assert "Ta med" not in client.get(f"/registration/registrations/{waits.token}").text


def test_the_events_carry_it_as_it_is(office: Office) -> None:
    occasion = office.open_occasion(bring="Dator")
    office.does("change_occasion", occasion.id, {"bring": "Penna"})
    told = [*office.events(events.OccasionPublished), *office.events(events.OccasionChanged)]
    assert [event["bring"] for event in told] == ["Dator", "Penna"]


def test_a_text_that_is_too_long_is_refused_and_changes_nothing(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(bring="Dator")
    page = send(office_client, f"{MANAGE}/occasions/{occasion.id}/change", **FILLED, bring="a" * 1001)
    assert page.status_code == 422
    assert "f-bring-error" in page.text
    assert web_office.now(occasion).bring == "Dator"
