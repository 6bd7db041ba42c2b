"""The catalogue's filters; and that public pages ask the database no more than they need."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from services.registration.models import Occasion
from shared import clock
from shared.service import EXTENSION
from tests.registration.browsing import send, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    engine, sent = app.extensions[EXTENSION].database.engine, []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def _titled(
    office: Office, title: str, days: int = 30, municipality: str | None = None, **given: object
) -> Occasion:
    activity = office.does("create_activity", sample_activity(title=title, **given))
    return office.open_occasion(activity.id, days=days, municipality=municipality)


def test_each_filter_narrows_the_list(client: FlaskClient, web_office: Office) -> None:
    first = _titled(web_office, "Almkursen", municipality="0126", target_roles=("manager",))
    _titled(web_office, "Björkkursen", days=95, kind="network", area="Hälsa")
    full = _titled(web_office, "Cederkursen")
    web_office.fill(full, "Anna", "Bo")
    month = f"{clock.local(first.starts_at):%Y-%m}"
    for query, found in (
        (f"month={month}", "Almkursen Cederkursen"),
        ("municipality=0126", "Almkursen"),
        ("role=nurse", "Björkkursen Cederkursen"),
        ("role=manager", "Almkursen Björkkursen Cederkursen"),
        ("open_places=true", "Almkursen Björkkursen"),
        ("kind=network", "Björkkursen"),
    ):
        page = text_of(client.get(f"/registration/?{query}"))
        shown = [title for title in ("Almkursen", "Björkkursen", "Cederkursen") if title in page]
        assert shown == found.split(), query


def test_a_chosen_filter_is_shown_and_can_be_taken_away(client: FlaskClient, web_office: Office) -> None:
    _titled(web_office, "Almkursen")
    page = client.get("/registration/?kind=network&municipality=0126")
    assert "Ingen kurs passar det du har valt" in text_of(page)
    assert 'href="/registration/?kind=network"' in page.text
    assert 'href="/registration/?municipality=0126"' in page.text


@pytest.mark.parametrize("query", ["kind=opera", "month=2026-13", "municipality=x", "page=abc", "page=99999"])
def test_a_filter_that_makes_no_sense_is_left_out(
    client: FlaskClient, web_office: Office, query: str
) -> None:
    _titled(web_office, "Almkursen")
    page = client.get(f"/registration/?{query}")
    assert page.status_code == 200
    assert "Almkursen" in text_of(page)


def test_the_api_has_the_same_filters(client: FlaskClient, web_office: Office) -> None:
    _titled(web_office, "Almkursen", municipality="0126")
    _titled(web_office, "Björkkursen")
    found = client.get("/registration/api/occasions?municipality=0126&open_places=true&role=nurse").json
    assert [item["title"] for item in found["items"]] == ["Almkursen"]
    assert client.get("/registration/api/occasions?municipality=9999").status_code == 422


def test_public_pages_ask_the_database_little(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(sessions=3)
    anna = web_office.register(occasion)
    person = {name: text for name, text in sample_participant("Bo").items() if text}
    most = {
        "/registration/": 2,
        f"/registration/occasions/{occasion.id}": 1,
        f"/registration/occasions/{occasion.id}/group": 1,
        f"/registration/registrations/{anna.token}": 1,
    }
    for address, number in most.items():
        client.get(address)
        with counted(web_app) as sent:
            assert client.get(address).status_code == 200
        assert len([text for text in sent if "SELECT" in text]) <= number, (address, sent)
    with counted(web_app) as sent:
        assert send(client, f"/registration/occasions/{occasion.id}", **person).status_code == 303
    assert len([text for text in sent if text.split()[0] in ("SELECT", "INSERT", "UPDATE")]) <= 7, sent


def test_closed_courses_come_last_under_a_heading_with_their_number(
    client: FlaskClient, web_office: Office
) -> None:
    web_office.open_occasion(days=3, closes_at=clock.now() - timedelta(minutes=1))
    _titled(web_office, "Almkursen")
    page = text_of(client.get("/registration/"))
    assert "1 kurstillfälle är öppet för anmälan" in page
    heading = "Har börjat eller är stängda för anmälan 1"
    assert page.index("Almkursen") < page.index(heading) < page.index("Lågaffektivt")


def test_the_filters_are_unfolded_where_one_is_chosen(client: FlaskClient, web_office: Office) -> None:
    _titled(web_office, "Almkursen")
    assert '<details class="all-filters">' in client.get("/registration/?q=alm").text
    assert '<details class="all-filters" open>' in client.get("/registration/?kind=course").text


def test_what_is_good_to_know_is_said_also_when_registration_is_closed(
    client: FlaskClient, web_office: Office
) -> None:
    activity = web_office.does("create_activity", sample_activity(certificate_percent=80))
    late = web_office.open_occasion(activity.id, closes_at=clock.now() - timedelta(minutes=1))
    begun = web_office.open_occasion(activity.id, days=-1, sessions=3)
    for occasion in (late, begun):
        page = text_of(client.get(f"/registration/occasions/{occasion.id}"))
        assert "Bra att veta" in page
        assert "minst 80 % av tiden" in page
