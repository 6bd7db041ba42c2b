"""The main job from start to end, over HTTP alone: from a registration to the report per municipality."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest

from shared import clock
from tests.journeys.places import a_group_is_offered_its_places, a_manager_approves
from tests.journeys.stage import Stage, link_in, text_of

PLACES = 6


def participant(number: int) -> dict[str, Any]:
    """One of nine colleagues: two thirds in Nacka, the rest in Farsta."""
    in_nacka = number % 3 != 0
    return {
        "given_name": ("Anna", "Amina", "Lars", "Eva", "Jonas", "Sara", "Olga", "Erik", "Leyla")[number],
        "family_name": "Ek",
        "email": f"deltagare{number}@nacka.example",
        "municipality": "0182" if in_nacka else "0180",
        "district": None if in_nacka else "farsta",
        "workplace": "Gruppbostad Eken",
        "employer": "municipal",
        "side": "provider",
        "role": "base_staff",
    }


@pytest.mark.slow
def test_from_a_registration_to_the_report_per_municipality(stage: Stage) -> None:
    occasion = publish_an_occasion(stage)
    receipts = [register(stage, occasion["id"], number) for number in range(PLACES + 2)]
    assert [item["status"] for item in receipts] == ["confirmed"] * PLACES + ["waiting"] * 2
    assert [item["position"] for item in receipts[PLACES:]] == [1, 2]
    assert register(stage, occasion["id"], 0, expect=409)["type"].endswith("already_registered")
    the_letters_tell_who_has_a_place(stage)
    the_first_cancels_and_the_next_moves_up(stage)
    present = [item["id"] for item in receipts[1:PLACES]] + [receipts[PLACES]["id"]]
    hold(stage, occasion, present)
    evaluate(stage, occasion)
    the_report_tells(stage, occasion)
    # Last, for what is registered here would count in the report as well.
    needs_approval = publish_an_occasion(stage, needs_approval=True)
    a_manager_approves(stage, needs_approval["id"], participant(1))
    offers = publish_an_occasion(stage, places=2, queue_policy="offer")
    a_group_is_offered_its_places(stage, offers["id"], participant(2))


def publish_an_occasion(stage: Stage, **rules: Any) -> dict[str, Any]:
    starts = (clock.now() + timedelta(days=2)).replace(hour=8, minute=0, second=0, microsecond=0)
    activity = stage.staff(
        "POST",
        "/registration/api/activities",
        201,
        json={
            "title": "Lågaffektivt bemötande",
            "kind": "course",
            "form": "procured",
            "description": "En dag.",
        },
    )
    session = {
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=7)).isoformat(),
        "venue": "Folkets hus, Huddinge",
    }
    path = f"/registration/api/activities/{activity['id']}/occasions"
    occasion = stage.staff("POST", path, 201, json={"places": PLACES, "sessions": [session]} | rules)
    stage.staff("POST", f"/registration/api/occasions/{occasion['id']}/publish")
    period = f"{clock.local(starts):%Y-%m}"
    return {"id": occasion["id"], "session": occasion["sessions"][0]["id"], "period": period}


def register(stage: Stage, occasion: str, number: int, expect: int = 201) -> Any:
    path = f"/registration/api/occasions/{occasion}/registrations"
    answer = stage.call("POST", path, json=participant(number))
    assert answer.status_code == expect, answer.text
    return answer.json()


def the_letters_tell_who_has_a_place(stage: Stage) -> None:
    letter = stage.letter_to("deltagare1@", "plats")
    invitation = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(invitation.get_payload(decode=True))
    assert [str(item["LOCATION"]) for item in calendar.walk("VEVENT")] == ["Folkets hus, Huddinge"]
    assert "2" in text_of(stage.letter_to(f"deltagare{PLACES + 1}@", "reserv"))


def the_first_cancels_and_the_next_moves_up(stage: Stage) -> None:
    manage = link_in(stage.letter_to("deltagare0@", "plats"), "registration/")
    page = stage.call("GET", manage)
    assert page.status_code == 200
    assert "Lågaffektivt bemötande" in page.text
    token = manage.rpartition("/")[2]
    found = stage.eventually("/notifications/api/messages", lambda seen: seen["total"] >= PLACES + 2)
    assert {item["state"] for item in found["items"]} <= {"queued", "sending", "sent"}
    occasion_id = found["items"][0]["occasion"]
    path = f"/registration/api/occasions/{occasion_id}/registrations"
    mine = next(
        item for item in stage.staff("GET", path)["items"] if item["email"] == participant(0)["email"]
    )
    cancel = f"/registration/api/registrations/{mine['id']}/cancel"
    assert stage.call("POST", cancel, json={"token": "wrong"}).status_code in (401, 403, 404)
    assert stage.call("POST", cancel, json={"token": token}).status_code == 200
    stage.letter_to("deltagare0@", "avanmäld")
    stage.letter_to(f"deltagare{PLACES}@", "fått en plats")


def hold(stage: Stage, occasion: dict[str, Any], present: list[str]) -> None:
    path = f"/registration/api/sessions/{occasion['session']}/attendance"
    for _ in range(2):  # the whole list, as often as one likes
        stage.staff("PUT", path, json={"present": present})
    stage.staff("POST", f"/registration/api/occasions/{occasion['id']}/complete")
    assert (
        stage.call(
            "POST", f"/registration/api/occasions/{occasion['id']}/complete", as_staff=True
        ).status_code
        == 409
    )


def evaluate(stage: Stage, occasion: dict[str, Any]) -> None:
    grades = ("overall", "enough_knowledge", "relevance", "use_at_work", "lecturer", "arrangement")
    for number, overall in zip((1, 2, 3, 4, 5), (5, 4, 5, 4, 2), strict=True):
        link = link_in(stage.letter_to(f"deltagare{number}@", "tyck"), "evaluation/answer/")
        assert stage.call("GET", link).status_code == 200
        answers = dict.fromkeys(grades, 4) | {"overall": overall, "recommend": 9}
        path = link.replace("/evaluation/answer/", "/evaluation/api/answers/")
        assert stage.call("POST", path, json={"answers": answers}).status_code == 204
        assert stage.call("POST", path, json={"answers": answers}).status_code == 410
    query = {"occasion": occasion["id"]}
    found = stage.eventually(
        "/evaluation/api/evaluations", lambda seen: seen["items"][0]["answered"] == 5, **query
    )
    (evaluation,) = found["items"]
    assert (evaluation["invited"], evaluation["results_withheld"]) == (PLACES, "open")
    stage.staff("POST", f"/evaluation/api/evaluations/{evaluation['id']}/close")
    stage.eventually(
        "/evaluation/api/evaluations", lambda seen: seen["items"][0]["results"] is not None, **query
    )


def the_report_tells(stage: Stage, occasion: dict[str, Any]) -> None:
    rows = stage.eventually(
        "/reporting/api/occasions",
        lambda seen: seen["total"] == 1 and seen["items"][0]["satisfied_share"] is not None,
        period=occasion["period"],
    )["items"]
    assert (rows[0]["answered"], rows[0]["invited"], rows[0]["satisfied_share"]) == (5, 6, 0.8)
    assert rows[0]["attendances"] == PLACES
    period = {"period": occasion["period"]}
    report = stage.staff("GET", "/reporting/api/municipalities", params=period)["items"]
    by_place = {(row["municipality"], row["district"]): row for row in report}
    nacka, farsta = by_place["0182", None], by_place["0180", "farsta"]
    assert (nacka["participants"], nacka["hours"]) == (4, 28)
    assert (farsta["participants"], farsta["hours"]) == (2, 14)
    assert by_place["0180", None]["hours"] == 14
    assert nacka["satisfied_share"] is None
    totals = stage.staff("GET", "/reporting/api/totals", params={"period": occasion["period"]})
    assert (totals["registrations"], totals["cancellations"], totals["hours"]) == (8, 1, 42)
