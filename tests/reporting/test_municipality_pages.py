"""The page of a municipality or a city district: everything about it, and for its representative."""

import re

import pytest
from flask import Flask

from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask, Look
from tests.reporting.stories import FARSTA, NACKA, SOLNA, id_of

# What is asked here does not hang on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

OF_NACKA = {"municipality": "0182"}
OF_STOCKHOLM = {"municipality": "0180"}


def _two_courses(app: Flask) -> None:
    for name, places, hours in (("AKK", (NACKA, NACKA, FARSTA), 2.5), ("Ledarskap", (SOLNA,), 6)):
        day = stories.meeting(f"day of {name}", "2026-02-01", hours)
        people = {f"{name} {number}": place for number, place in enumerate(places)}
        handed(
            app,
            stories.occasion(name, [day], activity_id=id_of(name)),
            *(stories.registration(person, name, **place) for person, place in people.items()),
            stories.attendance(name, day, [*people]),
        )


def _headlines(html: str) -> dict[str, list[str]]:
    """By the name of its measure: the figure, and what the whole region has."""
    found = {}
    for card in re.findall(r'<div class="figure">(.*?)</div>', html, re.DOTALL):
        figure, name, *more = re.findall(r"<p[^>]*>(.*?)</p>", card, re.DOTALL)
        found[name] = [figure, *more]
    return found


def test_the_page_has_the_figures_of_the_api_beside_the_regions(app: Flask, ask: Ask, look: Look) -> None:
    _two_courses(app)
    page = _headlines(look("municipalities/0182", period="2026").text)
    own = ask("totals", period="2026", municipality="0182").json
    assert (own["participants"], own["hours"], own["occasions_held"]) == (2, 5, 1)
    assert page["Deltagare"][:2] == ["2", "hela länet: 4"]
    assert page["Deltagartimmar"][:2] == ["5", "hela länet: 13,5"]
    assert page["Genomförda kurstillfällen"][:2] == ["1", "hela länet: 2"]


def test_the_page_tells_what_was_taken_part_in_and_what_was_not(app: Flask, look: Look) -> None:
    _two_courses(app)
    html = look("municipalities/0182", period="2026").text
    attended, others = html[html.index('id="attended"') :].split('id="others"')
    assert "AKK" in attended
    assert "2 deltagare" in attended
    assert "Ledarskap" not in attended
    assert "Ledarskap" in others[: others.index("</section>")]


def test_a_city_has_its_districts_and_each_has_a_page(app: Flask, look: Look) -> None:
    _two_courses(app)
    city = look("municipalities/0180", period="2026").text
    assert "/reporting/municipalities/0180/farsta?period=2026" in city
    farsta = look("municipalities/0180/farsta", period="2026").text
    assert "Farsta, 2026" in farsta
    assert _headlines(farsta)["Deltagare"][0] == "1"
    assert _headlines(look("municipalities/0180/bromma", period="2026").text)["Deltagare"][0] == "0"


def test_a_representative_lands_on_their_own_page_and_opens_no_other(app: Flask, look: Look) -> None:
    _two_courses(app)
    landed = look("", "representative", OF_NACKA, period="2026").text
    assert "Nacka, 2026" in landed
    assert _headlines(landed)["Deltagare"][0] == "2"
    assert look("municipalities/0182", "representative", OF_NACKA).status_code == 200
    assert look("municipalities/0180/farsta", "representative", OF_STOCKHOLM).status_code == 200
    for path in ("municipalities/0184", "municipalities/0180/farsta", "municipalities/9999"):
        assert look(path, "representative", OF_NACKA).status_code == 403


def test_a_lecturer_opens_no_municipality(look: Look) -> None:
    assert look("municipalities/0182", "lecturer", {"contact_id": id_of("Lisa")}).status_code == 403


@pytest.mark.parametrize("path", ["9999", "0182/farsta", "0180/nowhere", "x" * 40, "0180/" + "x" * 90])
def test_a_place_that_the_region_does_not_have_is_not_found(look: Look, path: str) -> None:
    answer = look(f"municipalities/{path}")
    assert answer.status_code == 404
    assert "Kommunen eller stadsdelen finns inte i regionen" in answer.text


def test_the_filters_of_the_address_narrow_the_page(app: Flask, look: Look) -> None:
    _two_courses(app)
    html = look("municipalities/0182", period="2026", role="manager").text
    assert _headlines(html)["Deltagare"][0] == "0"
    assert "Det här urvalet visar deltagandet men inte utvärderingarnas resultat." in html
    assert 'href="/reporting/municipalities/0182?period=2026"' in html  # takes the filter away


def test_the_goals_name_what_this_place_lacks_and_no_other(app: Flask, look: Look) -> None:
    _two_courses(app)
    html = look("municipalities/0180", "representative", OF_STOCKHOLM, period="2026").text
    goals = html[html.index('id="goals"') :]
    assert "Bromma" in goals
    assert "Botkyrka" not in goals
