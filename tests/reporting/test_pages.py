"""The pages: the dashboard in the address's terms, the occasions, and the definitions."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from services.reporting.measures.catalogue import MEASURES
from shared import clock, events
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Look
from tests.reporting.pages import Tables
from tests.reporting.stories import FARSTA, NACKA

# What is asked here does not hang on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def _figures_of_farsta_and_nacka(app: Flask) -> None:
    for name, place, hours in (("farsta", FARSTA, 1), ("nacka", NACKA, 2)):
        day = stories.meeting(f"day in {name}", "2026-02-01", hours)
        handed(
            app,
            stories.occasion(f"course in {name}", [day]),
            stories.registration(name, f"course in {name}", **place),
            stories.attendance(f"course in {name}", day, [name]),
        )


def _first_cells(html: str) -> list[str]:
    return [row[0] for row in Tables(html, "places").rows[1:]]


def test_the_dashboard_opens_without_any_figures(look: Look) -> None:
    html = look("").text
    assert "Underlag saknas" in html
    assert len(_first_cells(html)) == 26 + 11


def test_the_dashboard_asks_staff_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/reporting/?period=2026-T1")
    assert answer.status_code == 303
    assert "/registration/sign-in" in answer.location


def test_municipalities_stand_in_swedish_order_with_their_districts(look: Look) -> None:
    names = _first_cells(look("").text)
    assert names[:3] == ["Botkyrka", "Danderyd", "Ekerö"]
    assert names[-2:] == ["Värmdö", "Österåker"]
    assert names[names.index("Stockholm") + 1] == "Bromma"


def test_the_table_is_sorted_by_the_measure_in_the_address(app: Flask, look: Look) -> None:
    _figures_of_farsta_and_nacka(app)
    html = look("", period="2026", sort="hours").text
    assert _first_cells(html)[:3] == ["Nacka", "Stockholm", "Farsta"]
    assert html.count('aria-sort="descending"') == 1


@pytest.mark.parametrize("query", [{"sort": "name; drop"}, {"map": "nothing"}, {"period": "2026-T9"}])
def test_an_address_that_makes_no_sense_still_shows_a_page(look: Look, query: dict[str, str]) -> None:
    assert look("", **query).status_code == 200


def test_a_wrong_period_is_explained_on_the_page(look: Look) -> None:
    assert "Skriv perioden som 2026, 2026-H1" in look("", period="2026-T9").text


def test_those_who_have_not_taken_part_are_named(app: Flask, look: Look) -> None:
    _figures_of_farsta_and_nacka(app)
    html = look("", period="2026").text
    missing = html[html.index("<h2>Har inte deltagit") : html.index("På gång")]
    assert "Solna" in missing
    assert "Bromma" in missing
    assert "Nacka" not in missing
    assert "Farsta" not in missing


def test_what_comes_next_has_published_occasions_ahead(app: Flask, look: Look) -> None:
    ahead, gone = stories.meeting("ahead", "2026-06-02"), stories.meeting("gone", "2026-02-02")
    handed(
        app,
        stories.occasion("Tecken som stöd", [ahead], events.OccasionPublished),
        stories.occasion("Nätverk i februari", [gone], events.OccasionPublished),
        stories.occasion("Inställd kurs", [stories.meeting("x", "2026-06-03")], events.OccasionCancelled),
        stories.registration("anna", "Tecken som stöd"),
        stories.registration("bo", "Tecken som stöd", told_by=events.PlaceOffered, status="offered"),
        stories.registration("cia", "Tecken som stöd", status="waiting", position=1),
    )
    with clock.at(datetime(2026, 5, 1, tzinfo=UTC)):
        html = look("").text
    assert "Tecken som stöd" in html
    assert "2 av 20 platser" in html
    assert "Nätverk i februari" not in html
    assert "Inställd kurs" not in html


def test_a_representatives_dashboard_names_no_other_municipality(app: Flask, look: Look) -> None:
    _figures_of_farsta_and_nacka(app)
    html = look("", "representative", {"municipality": "0182"}, period="2026").text
    assert "Nacka, 2026" in html
    assert "Solna" not in html
    assert "Farsta" not in html


def test_a_lecturer_sees_neither_goals_nor_municipalities(look: Look) -> None:
    html = look("", "lecturer").text
    assert "Mål och utfall" not in html
    assert "Solna" not in html


def test_the_occasions_of_a_period_have_a_page(app: Flask, look: Look) -> None:
    _figures_of_farsta_and_nacka(app)
    rows = Tables(look("occasions", period="2026-T1").text).rows
    assert rows[1][0].startswith("course in farsta")
    assert rows[1][1] == "Genomfört"


def test_every_measure_is_defined_on_its_page(look: Look) -> None:
    html = look("definitions").text
    assert [measure.code for measure in MEASURES if f'id="{measure.code}"' not in html] == []


def test_the_pages_speak_english_to_those_who_ask(look: Look) -> None:
    assert "Goals and outcome" in look("", lang="en").text
    assert "The parts add up to the whole." in look("definitions", lang="en").text


def test_no_page_has_inline_style_or_script(app: Flask, look: Look) -> None:
    _figures_of_farsta_and_nacka(app)
    for path in ("", "occasions", "definitions"):
        html: str = look(path, period="2026").text
        assert " style=" not in html
        assert "<script" not in html
