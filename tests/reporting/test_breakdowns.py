"""The figures broken down by one dimension: the API and the page."""

from typing import Any

import pytest
from flask import Flask

from services.reporting.queries.breakdown import Dimension
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask, Look
from tests.reporting.pages import Tables
from tests.reporting.stories import FARSTA, NACKA, id_of

# What is asked here does not hang on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

ADDING_UP = ("registrations", "waiting", "cancellations", "attendances", "hours")


def _two_courses(app: Flask) -> None:
    """Of Anna, who changes role and place between them, and Bo."""
    first, second = stories.meeting("first", "2026-02-01", 2), stories.meeting("second", "2026-03-01", 3)
    of_lisa = {"activity_id": id_of("AKK"), "lecturer_contact_id": id_of("Lisa"), "area": "LSS"}
    handed(
        app,
        stories.occasion("AKK i vår", [first], **of_lisa),
        stories.occasion("Nätverk", [second], kind="network", form="in_house", activity_id=id_of("Nätverk")),
        stories.registration("anna", "AKK i vår", "Anna", role="nurse", **NACKA),
        stories.registration("bo", "AKK i vår", "Bo", role="manager", employer="private", **FARSTA),
        stories.registration("anna again", "Nätverk", "Anna", role="manager", **FARSTA),
        stories.attendance("AKK i vår", first, ["anna", "bo"]),
        stories.attendance("Nätverk", second, ["anna again"]),
    )


def _rows(found: dict[str, Any], measure: str) -> dict[str, Any]:
    return {row["name"]: row[measure] for row in found["items"] if row["registrations"]}


@pytest.mark.parametrize("by", [*Dimension])
def test_the_parts_add_up_to_the_whole_but_for_those_said_to_overlap(
    app: Flask, ask: Ask, by: Dimension
) -> None:
    _two_courses(app)
    found = ask("breakdown", period="2026", by=by).json
    whole = ask("breakdown", period="2026", by=by, municipality="0180").json if by == "district" else found
    for measure in ADDING_UP:
        assert measure not in found["overlapping"]
        assert sum(row[measure] for row in found["items"]) == whole["total"][measure]
    assert "participants" in found["overlapping"]


def test_who_has_two_roles_counts_in_both_and_once_in_all(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    found = ask("breakdown", period="2026", by="role").json
    assert _rows(found, "participants") == {"Chef": 2, "Sjuksköterska": 1}
    assert (found["total"]["participants"], found["total"]["attendances"]) == (2, 3)


def test_the_whole_of_a_breakdown_is_what_totals_say(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    for filters in ({}, {"role": "manager"}, {"municipality": "0180", "district": "farsta"}):
        total = ask("breakdown", period="2026", by="kind", **filters).json["total"]
        totals = ask("totals", period="2026", **filters).json
        assert {code: totals[code] for code in total if code in totals} == {
            code: value for code, value in total.items() if code in totals
        }


def test_each_row_is_what_its_filter_selects(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    for by in set(Dimension) - {Dimension.DISTRICT}:
        for row in ask("breakdown", period="2026", by=by).json["items"]:
            if row["registrations"] and row["value"]:
                alone = ask("totals", period="2026", **{by: row["value"]}).json
                assert [alone[name] for name in ADDING_UP] == [row[name] for name in ADDING_UP]
                assert (alone["participants"], alone["occasions_held"]) == (
                    row["participants"],
                    row["occasions_held"],
                )


def test_an_activity_is_called_by_its_latest_occasion_and_a_lecturer_by_what_they_held(
    app: Flask, ask: Ask
) -> None:
    _two_courses(app)
    later = stories.meeting("later", "2026-04-01")
    of_lisa = {"activity_id": id_of("AKK"), "lecturer_contact_id": id_of("Lisa")}
    handed(app, stories.occasion("AKK i höst", [later], **of_lisa), stories.registration("c", "AKK i höst"))
    activities = ask("breakdown", period="2026-T1", by="activity").json
    lecturers = ask("breakdown", period="2026-T1", by="lecturer").json
    assert [*_rows(activities, "hours")] == ["AKK i höst", "Nätverk"]
    assert _rows(lecturers, "registrations") == {"AKK i höst · AKK i vår": 3, "Ingen angiven": 1}
    assert [row["value"] for row in lecturers["items"]] == [str(id_of("Lisa")), None]


def test_of_a_lecturer_with_many_courses_some_are_named(app: Flask, ask: Ask) -> None:
    for number in range(1, 6):
        held = stories.occasion(
            f"Kurs {number}",
            [stories.meeting(f"m{number}", f"2026-03-0{number}")],
            lecturer_contact_id=id_of("Lisa"),
        )
        handed(app, held, stories.registration(f"r{number}", f"Kurs {number}"))
    (row,) = ask("breakdown", period="2026", by="lecturer").json["items"]
    assert row["name"] == "Kurs 5 · Kurs 4 · Kurs 3 med flera"


@pytest.mark.parametrize("by", ["", "shoe_size"])
def test_what_cannot_be_broken_down_by_is_refused_in_the_readers_language(ask: Ask, by: str) -> None:
    answer = ask("breakdown", period="2026", by=by, lang="sv")
    assert (answer.status_code, [*answer.json["errors"]]) == (422, ["by"])
    assert (
        answer.json["errors"]["by"] != ask("breakdown", period="2026", by=by, lang="en").json["errors"]["by"]
    )


def test_the_page_of_a_breakdown_has_the_rows_of_the_json(app: Flask, ask: Ask, look: Look) -> None:
    _two_courses(app)
    found = ask("breakdown", period="2026", by="activity").json
    header, *rows, total = Tables(look("breakdown", period="2026", by="activity").text).rows
    hours = header.index("Deltagartimmar")
    assert [(row[0], row[hours]) for row in rows] == [("AKK i vår", "4"), ("Nätverk", "3")]
    assert [row["hours"] for row in found["items"]] == [4, 3]
    assert (total[0], total[hours]) == ("Totalt", "7")


def test_a_page_asked_to_break_down_by_nothing_known_says_so(look: Look) -> None:
    answer = look("breakdown", by="shoe_size")
    assert answer.status_code == 200
    assert "går inte att dela upp på det sättet" in answer.text


def test_a_representative_and_a_lecturer_break_down_their_own_alone(app: Flask, ask: Ask) -> None:
    _two_courses(app)
    nacka = ask("breakdown", "representative", {"municipality": "0182"}, period="2026", by="activity").json
    lisa = ask("breakdown", "lecturer", {"contact_id": id_of("Lisa")}, period="2026", by="role").json
    assert _rows(nacka, "participants") == {"AKK i vår": 1}
    assert (lisa["total"]["participants"], lisa["total"]["hours"]) == (2, 4)
