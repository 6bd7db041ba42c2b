"""The figures by the API: who counts where, when, and what is withheld."""

from typing import Any

from flask import Flask

from shared import events
from tests.events import handed
from tests.reporting import stories
from tests.reporting.conftest import Ask
from tests.reporting.stories import FARSTA, NACKA, SOLNA


def _row(answer: Any, municipality: str, district: str | None = None) -> dict[str, Any]:
    (row,) = [
        row
        for row in answer.json["items"]
        if (row["municipality"], row["district"]) == (municipality, district)
    ]
    return row


def _a_course(app: Flask) -> None:
    """Two days across New Year: Anna (Nacka) on both, Bo (Farsta) on the second; Cia (Solna) waits."""
    first, second = (
        stories.meeting("day 1", "2025-12-30", hours=3),
        stories.meeting("day 2", "2026-01-08", hours=6.5),
    )
    handed(
        app,
        stories.occasion("course", [first, second]),
        stories.registration("anna", "course", **NACKA),
        stories.registration("bo", "course", **FARSTA, role="case_officer", side="authority"),
        stories.registration("cia", "course", **SOLNA, status="waiting", position=1),
        stories.registration("dan", "course", told_by=events.RegistrationCancelled, version=2),
        stories.attendance("course", first, ["anna"]),
        stories.attendance("course", second, ["anna", "bo"]),
    )


def test_every_municipality_and_district_has_a_row_also_without_figures(ask: Ask) -> None:
    answer = ask("municipalities", period="2026")
    assert answer.json["total"] == len(answer.json["items"]) == 26 + 11
    assert _row(answer, "0187")["participants"] == 0


def test_a_participation_counts_on_the_day_of_its_session(app: Flask, ask: Ask) -> None:
    _a_course(app)
    before, after = ask("totals", period="2025").json, ask("totals", period="2026").json
    assert (before["participants"], before["attendances"], before["hours"]) == (1, 1, 3.0)
    assert (after["participants"], after["attendances"], after["hours"]) == (2, 2, 13.0)


def test_a_place_offered_held_or_without_a_name_is_a_registration_and_nobody_present(
    app: Flask, ask: Ask
) -> None:
    handed(
        app,
        stories.occasion("course", [stories.meeting("day", "2026-03-12")]),
        stories.registration("offered", "course", told_by=events.PlaceOffered, status="offered"),
        stories.registration("held", "course", told_by=events.PlaceHeld, status="held"),
        stories.registration("unnamed", "course", stories.NOBODY),
        stories.attendance("course", stories.meeting("day", "2026-03-12"), []),
    )
    found = ask("totals", period="2026").json
    assert (found["registrations"], found["waiting"], found["cancellations"]) == (3, 0, 0)
    assert (found["participants"], found["attendances"]) == (0, 0)


def test_a_place_counts_for_whoever_it_was_named_for(app: Flask, ask: Ask) -> None:
    day = stories.meeting("day", "2026-03-12")
    handed(
        app,
        stories.registration("place", "course", "Eva", told_by=events.ParticipantNamed, version=2),
        stories.registration("place", "course", stories.NOBODY),
        stories.occasion("course", [day]),
        stories.attendance("course", day, ["place"]),
    )
    found = ask("totals", period="2026").json
    assert (found["registrations"], found["participants"]) == (1, 1)


def test_a_registration_and_an_occasion_count_on_the_last_day(app: Flask, ask: Ask) -> None:
    _a_course(app)
    before, after = ask("totals", period="2025").json, ask("totals", period="2026-T1").json
    assert (before["registrations"], before["occasions_held"]) == (0, 0)
    assert (after["registrations"], after["waiting"], after["cancellations"]) == (4, 1, 1)
    assert (after["occasions_held"], after["municipalities"]) == (1, 2)


def test_a_districts_figures_count_in_its_city_too(app: Flask, ask: Ask) -> None:
    _a_course(app)
    answer = ask("municipalities", period="2026")
    district, city = _row(answer, "0180", "farsta"), _row(answer, "0180")
    assert (district["participants"], district["hours"]) == (1, 6.5)
    assert (city["participants"], city["hours"]) == (1, 6.5)
    assert district["reached_share"] == round(1 / 248, 4)


def test_a_person_who_comes_twice_is_one_participant(app: Flask, ask: Ask) -> None:
    _a_course(app)
    late = stories.meeting("late", "2026-03-01")
    handed(
        app,
        stories.occasion("second", [late]),
        stories.registration("anna again", "second", person="person of anna"),
        stories.attendance("second", late, ["anna again"]),
    )
    nacka = _row(ask("municipalities", period="2026"), "0182")
    assert (nacka["participants"], nacka["attendances"], nacka["occasions_held"]) == (1, 2, 2)


def test_filters_choose_participants_and_occasions(app: Flask, ask: Ask) -> None:
    _a_course(app)
    officers = ask("totals", period="2026", role="case_officer").json
    assert (officers["participants"], officers["registrations"]) == (1, 1)
    assert officers["reached_share"] is None
    assert ask("totals", period="2026", form="in_house").json["hours"] == 0
    assert ask("totals", period="2026", employer="municipal", kind="course").json["hours"] == 13


def test_a_corrected_attendance_list_replaces_the_old_one(app: Flask, ask: Ask) -> None:
    _a_course(app)
    day = stories.meeting("day 2", "2026-01-08", hours=6.5)
    handed(app, stories.attendance("course", day, ["bo"], version=2))
    assert ask("totals", period="2026").json["attendances"] == 1


def test_an_occasion_has_its_whole_figures_on_one_row(app: Flask, ask: Ask) -> None:
    _a_course(app)
    (row,) = ask("occasions", period="2026").json["items"]
    assert (row["title"], row["state"], row["last_on"]) == ("course", "completed", "2026-01-08")
    assert (row["participants"], row["attendances"], row["hours"]) == (2, 3, 16.0)
    assert (row["registrations"], row["waiting"], row["municipalities"]) == (4, 1, 2)


def test_occasions_come_in_pages(app: Flask, ask: Ask) -> None:
    for number in range(3):
        day = stories.meeting(f"day {number}", f"2026-02-0{number + 1}")
        handed(app, stories.occasion(f"course {number}", [day]))
    answer = ask("occasions", period="2026", page="2", per_page="2").json
    assert (answer["total"], answer["page"], answer["pages"]) == (3, 2, 2)
    assert [row["title"] for row in answer["items"]] == ["course 0"]


def test_a_place_that_left_the_region_is_still_counted(app: Flask, ask: Ask) -> None:
    day = stories.meeting("day", "2026-02-01")
    handed(
        app,
        stories.occasion("course", [day]),
        stories.registration("anna", "course", municipality="0999"),
        stories.attendance("course", day, ["anna"]),
    )
    assert _row(ask("municipalities", period="2026"), "0999")["participants"] == 1
