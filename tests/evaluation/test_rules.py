"""Rules: the one that says most holds, from then on; wrong ones are refused in words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.evaluation.models import Rule, StoredQuestionnaire
from shared import events
from shared.audit import audit_entries
from shared.service import transaction
from tests.evaluation.rule_book import PLAIN, holding, set_rule
from tests.evaluation.story import HELD, Story, people
from tests.registration.browsing import send, text_of
from tests.staff import bearer, sign_in, token_for

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(web_app: Flask, client: FlaskClient) -> Ask:
    """`ask(rules)` replaces them all, `ask()` reads them, by default as a coordinator."""

    def call(rules: list[dict[str, Any]] | None = None, role: str = "coordinator") -> TestResponse:
        headers = bearer(token_for(web_app, role))
        method, body = ("GET", None) if rules is None else ("PUT", {"rules": rules})
        return client.open("/evaluation/api/rules", method=method, json=body, headers=headers)

    return call


def noted(story: Story) -> list[str]:
    with story.database.read() as session:
        return list(session.scalars(sa.select(audit_entries.c.action).order_by(audit_entries.c.id)))


def test_the_regions_own_rules_hold_by_default(web_story: Story) -> None:
    rules = {(row["kind"], row["form"]): row for row in web_story.rows(Rule)}
    assert rules.keys() == {("", ""), ("network", ""), ("credit_course", "")}
    assert [row["reminder_days"] for row in rules.values()] == [[4, 10]] * 3
    assert (rules["network", ""]["sample_by"], rules["network", ""]["sample_size"]) == ("share", 30)
    assert rules["credit_course", ""]["follow_up_months"] == 6
    assert {row["lecturer_when"] for row in rules.values()} == {"new"}


def test_the_rule_that_says_most_of_an_occasion_holds(app: Flask) -> None:
    set_rule(app, form="procured")
    assert holding(app, "course", "procured") == ("", "procured")
    assert holding(app, "course", "in_house") == ("", "")
    set_rule(app, kind="course")
    assert holding(app, "course", "procured") == ("course", "")
    set_rule(app, kind="course", form="procured")
    assert holding(app, "course", "procured") == ("course", "procured")
    assert holding(app, "lecture", "procured") == ("", "procured")


def test_a_rule_says_what_is_asked_when_and_for_how_long(story: Story) -> None:
    set_rule(story.app, kind="network", questionnaire="network", delay_hours=48, open_days=7)
    evaluation_id = story.hold(people(3), kind="network")
    evaluation = story.evaluation_by_id(evaluation_id)
    assert (evaluation.questionnaire, evaluation.questionnaire_version) == ("network", 1)
    assert evaluation.due_at == HELD + timedelta(hours=48)
    assert (evaluation.closes_on - HELD.date()).days == 9
    assert (evaluation.reminder_days, evaluation.next_reminder_at) == ([], None)


def test_a_rule_may_ask_nobody(story: Story) -> None:
    set_rule(story.app, kind="lecture", questionnaire=None)
    with story.at():
        assert holding(story.app, "lecture", "procured") == ("lecture", "")
    with pytest.raises(sa.exc.NoResultFound):
        story.hold(people(3), kind="lecture")
    assert not story.told(events.ResponseCounted)


def test_a_change_holds_for_what_is_completed_from_then_on(story: Story) -> None:
    occasion, present = uuid4(), people(3)
    before = story.hold(present, occasion_id=occasion)
    set_rule(story.app, questionnaire="network", open_days=3)
    story.hold(present[:2], occasion_id=occasion, version=6)
    after = story.hold(present)
    asked = [story.evaluation_by_id(one).questionnaire for one in (before, after)]
    assert asked == ["standard", "network"]
    assert story.evaluation_by_id(before).closes_on > story.evaluation_by_id(after).closes_on


def test_the_api_gives_the_rules_and_takes_them_back(ask: Ask) -> None:
    given = ask().json["items"]
    said = [{name: value for name, value in rule.items() if name != "id"} for rule in given]
    assert ask(said).json["items"] == given


def test_rules_are_added_changed_and_removed_and_each_is_noted(ask: Ask, web_story: Story) -> None:
    answer = ask([PLAIN | {"reminder_days": [5]}, PLAIN | {"kind": "course", "form": "procured"}])
    assert [(rule["kind"], rule["form"], rule["reminder_days"]) for rule in answer.json["items"]] == [
        (None, None, [5]),
        ("course", "procured", []),
    ]
    assert sorted(noted(web_story)) == ["rule.added", "rule.changed", "rule.removed", "rule.removed"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"reminder_days": [4, 15]}, "reminder_days", "medan utvärderingen är öppen"),
        ({"open_days": 5, "reminder_days": [6]}, "reminder_days", "medan utvärderingen är öppen"),
        ({"reminder_days": [1]}, "reminder_days", "tre dagar"),
        ({"reminder_days": [7, 4]}, "reminder_days", "i ordning"),
        ({"sample_by": "share", "sample_size": 101}, "sample_size", "mellan 1 och 100"),
        ({"sample_by": "number", "sample_size": 4}, "sample_size", "fem eller fler"),
        ({"sample_by": "share"}, "sample_size", "hur stort"),
        ({"questionnaire": "opera"}, "questionnaire", "finns inte"),
        ({"questionnaire": "lecturer"}, "questionnaire", "något annat"),
        ({"questionnaire": "network"}, "questionnaire", "tagits ur bruk"),
        ({"lecturer_when": "new"}, "lecturer_questionnaire", "föreläsaren"),
        ({"follow_up_months": 3}, "follow_up_questionnaire", "uppföljningen"),
        ({"follow_up_months": 25}, "follow_up_months", "24"),
        ({"delay_hours": -1}, "delay_hours", "720"),
        ({"kind": "opera"}, "kind", ""),
    ],
)
def test_a_wrong_rule_is_refused_in_words_and_changes_nothing(
    ask: Ask, web_story: Story, wrong: dict[str, Any], field: str, words: str
) -> None:
    with web_story.at(), transaction() as session:
        session.execute(
            sa.update(StoredQuestionnaire)
            .where(StoredQuestionnaire.code == "network")
            .values(is_retired=True)
        )
    before = web_story.rows(Rule)
    answer = ask([PLAIN, PLAIN | {"kind": "course"} | wrong])
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [f"rules.1.{field}"]
    assert words in answer.json["errors"][f"rules.1.{field}"][0]
    assert web_story.rows(Rule) == before


def test_there_is_one_rule_for_all_and_one_of_each_other_kind(ask: Ask) -> None:
    assert ask([PLAIN | {"kind": "course"}]).json["type"].endswith("rule_for_all_stays")
    assert ask([PLAIN, PLAIN]).json["type"].endswith("rule_exists")


def test_rules_are_for_coordinators(ask: Ask) -> None:
    for role in ("lecturer", "representative"):
        assert (ask(role=role).status_code, ask([PLAIN], role).status_code) == (403, 403)


@pytest.fixture
def office(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def test_the_page_says_each_rule_in_words(office: FlaskClient) -> None:
    page = text_of(office.get("/evaluation/rules"))
    assert "Efter nätverksträffar" in page
    assert "Ett slumpvis stickprov på 30 % av de närvarande får frågor, dock minst 5." in page.replace(
        "\xa0", " "
    )
    assert "Frågorna skickas så snart tillfället är genomfört och går att besvara i 14 dagar." in page
    assert "Påminnelser efter 4 och 10 dagar." in page
    assert "Samma personer får frågor igen efter 6 månader." in page
    assert "genomförs från och med nu" in page


def test_a_rule_is_added_changed_and_removed_by_form(office: FlaskClient, web_story: Story) -> None:
    new = "/evaluation/rules/new"
    fields = {"kind": "seminar", "questionnaire": "standard", "first_reminder": "3", "lecturer_when": "never"}
    assert send(office, new, new, **fields).location == "/evaluation/rules"
    rule = next(row for row in web_story.rows(Rule) if row["kind"] == "seminar")
    path = f"/evaluation/rules/{rule['id']}"
    assert 'value="3"' in office.get(path).text
    send(office, path, path, **fields | {"first_reminder": "5", "second_reminder": "9"})
    changed = next(row for row in web_story.rows(Rule) if row["kind"] == "seminar")
    assert (changed["id"], changed["reminder_days"]) == (rule["id"], [5, 9])
    send(office, f"{path}/remove", path)
    assert "seminar" not in {row["kind"] for row in web_story.rows(Rule)}
    assert noted(web_story) == ["rule.added", "rule.changed", "rule.removed"]
    assert office.get(path).status_code == 404


def test_a_wrong_form_keeps_what_was_filled_in(office: FlaskClient, web_story: Story) -> None:
    new = "/evaluation/rules/new"
    answer = send(
        office, new, new, kind="seminar", questionnaire="standard", first_reminder="15", lecturer_when="never"
    )
    assert answer.status_code == 422
    assert "En påminnelse måste komma medan utvärderingen är öppen." in text_of(answer)
    assert 'value="15"' in answer.text
    assert len(web_story.rows(Rule)) == 3


def test_a_second_rule_of_a_kind_and_a_missing_rule_for_all_are_refused(
    office: FlaskClient, web_story: Story
) -> None:
    new = "/evaluation/rules/new"
    answer = send(office, new, new, kind="network", questionnaire="network", lecturer_when="never")
    assert "Det finns redan en regel" in text_of(answer)
    for_all = next(row["id"] for row in web_story.rows(Rule) if not row["kind"])
    path = f"/evaluation/rules/{for_all}"
    assert "Ta bort regeln" not in text_of(office.get(path))
    assert send(office, f"{path}/remove", path).status_code == 409
    assert len(web_story.rows(Rule)) == 3
