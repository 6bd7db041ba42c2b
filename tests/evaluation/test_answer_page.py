"""The page that is answered: a control for each kind, three languages, kind words for links that are used."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.evaluation.models import PendingBallot
from shared import clock
from tests.evaluation.every_kind import CONTENT
from tests.evaluation.story import HELD, Story, people

Open = Callable[..., str]


@pytest.fixture
def link(web_story: Story) -> str:
    """The link to a questionnaire with every kind of question."""
    web_story.asks("every_kind", CONTENT, web_story.hold(people(1)))
    return f"/evaluation/answer/{next(iter(web_story.tokens().values()))}"


def _open(client: FlaskClient, link: str) -> str:
    with clock.at(HELD):
        return client.get(link).text


def _send(client: FlaskClient, link: str, **answers: Any) -> TestResponse:
    with clock.at(HELD):
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(link).text)
        return client.post(link, data=answers | {"csrf_token": token[1] if token else ""})


@pytest.mark.parametrize(
    "control",
    [
        r'<input type="radio" name="overall" value="5"',
        r'<input type="radio" name="recommend" value="10"',
        r'<input type="radio" name="used" value="yes"',
        r'<input type="radio" name="hindrance" value="no_time"',
        r'<input type="checkbox" name="topics" value="npf"',
        r'<input class="counted" id="f-staff" name="staff" inputmode="numeric"',
        r'<input id="f-support" name="support" maxlength="200"',
        r'<textarea id="f-good" name="good"',
    ],
)
def test_each_kind_has_its_control(control: str, client: FlaskClient, link: str) -> None:
    assert control in _open(client, link)


def test_what_must_be_answered_is_marked_and_help_belongs_to_its_question(
    client: FlaskClient, link: str
) -> None:
    page = _open(client, link)
    assert page.count("måste besvaras") == 2
    assert 'id="f-topics" tabindex="-1" aria-describedby="f-topics-hint"' in page
    assert '<p class="hint" id="f-topics-hint">Du kan välja flera.</p>' in page


def test_without_scripts_a_question_that_hangs_on_another_says_whom_it_concerns(
    client: FlaskClient, link: str
) -> None:
    page = _open(client, link)
    assert "Svara bara om du svarade ”Nej” på frågan ”Har du använt det?”" in page
    assert "Svara bara om du svarade ”Stödet saknades” på frågan ”Varför inte?”" in page


def test_what_was_filled_in_for_others_is_passed_over(
    client: FlaskClient, link: str, web_story: Story
) -> None:
    sent = {"overall": "4", "used": "yes", "hindrance": "no_support", "support": "Tid", "topics": ["npf"]}
    assert _send(client, link, **sent).status_code == 303
    assert web_story.rows(PendingBallot)[0]["answers"] == {"overall": 4, "used": "yes", "topics": ["npf"]}


@pytest.mark.parametrize(
    ("language", "asked", "around"),
    [
        ("sv", "Hur nöjd är du?", "Skicka mina svar"),
        ("easy", "Är du nöjd?", "Du var med. Berätta vad du tyckte."),
        ("en", "How satisfied are you?", "Send my answers"),
    ],
)
def test_the_page_reads_in_three_languages(
    language: str, asked: str, around: str, client: FlaskClient, link: str
) -> None:
    page = _open(client, f"{link}?lang={language}")
    assert asked in page and around in page
    assert f'<a href="?lang={language}"' in page


def test_easy_swedish_stays_easy_for_a_browser_in_english(client: FlaskClient, link: str) -> None:
    _open(client, f"{link}?lang=en")
    page = _open(client, f"{link}?lang=easy")
    assert "Är du nöjd?" in page and '<html lang="sv">' in page
    assert "Varför inte?" in page  # where there is no easy text


def test_mistakes_are_named_on_top_and_beside_and_the_rest_is_kept(
    client: FlaskClient, link: str, web_story: Story
) -> None:
    answer = _send(client, link, used="no", topics=["lss", "npf"], staff="många", good="Allt")
    assert answer.status_code == 422
    page = answer.text
    for code in ("overall", "hindrance", "staff"):
        assert f'<a href="#f-{code}">' in page and f'id="f-{code}-error"' in page
    assert page.count(' checked aria-invalid="true"') == 0
    assert 'name="topics" value="lss" checked' in page and 'name="topics" value="npf" checked' in page
    assert 'value="många"' in page and "Allt</textarea>" in page
    assert "<title>Att rätta: " in page
    assert not web_story.rows(PendingBallot)


@pytest.mark.parametrize(
    ("purpose", "title", "thanks"),
    [
        ("occasion", "Utvärdering av Lågaffektivt bemötande", "föreläsaren att göra den här bättre"),
        ("follow_up", "Uppföljning av Lågaffektivt bemötande", "kommer till nytta i arbetet"),
        ("survey", "Lågaffektivt bemötande", "planera kurser som kommunerna behöver"),
    ],
)
def test_each_purpose_says_what_it_is_and_what_the_answers_are_for(
    purpose: str, title: str, thanks: str, client: FlaskClient, web_story: Story
) -> None:
    web_story.asks("every_kind", CONTENT, web_story.hold(people(1)), purpose=purpose)
    link = f"/evaluation/answer/{next(iter(web_story.tokens().values()))}"
    assert f"<title>{title} ·" in _open(client, link)
    assert "Svara senast 26 mars 2026" in _open(client, link)
    location = _send(client, link, overall="5").location
    assert thanks in _open(client, location)


def test_the_thanks_do_not_carry_the_secret_on(client: FlaskClient, link: str) -> None:
    token = link.rpartition("/")[2]
    answer = _send(client, f"{link}?lang=easy", overall="5")
    assert token not in answer.location
    assert "Tack för dina svar" in _open(client, answer.location)


def test_answer_pages_tell_no_other_site_where_their_reader_was(client: FlaskClient, link: str) -> None:
    with clock.at(HELD):
        headers = client.get(link).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert not re.search(r'(?:src|href)="https?://', _open(client, link))


def test_a_second_sending_is_told_that_the_answers_are_there(
    client: FlaskClient, link: str, web_story: Story
) -> None:
    with clock.at(HELD):
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(link).text)
        assert found
        sent = [client.post(link, data={"overall": "5", "csrf_token": found[1]}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 410]
    assert "Tack, vi har redan fått dina svar" in sent[1].text and "Fel " not in sent[1].text
    assert len(web_story.rows(PendingBallot)) == 1


@pytest.mark.parametrize(
    ("token", "days", "status", "says"),
    [
        ("nonsense", 0, 404, "Länken leder ingenstans"),
        (None, 20, 410, "Tiden för att svara är slut"),
    ],
)
def test_a_link_that_cannot_answer_says_so_kindly(
    token: str | None, days: int, status: int, says: str, client: FlaskClient, link: str
) -> None:
    with clock.at(HELD + timedelta(days=days)):
        page = client.get(f"/evaluation/answer/{token}" if token else link)
    assert page.status_code == status
    assert says in page.text and "Fel 4" not in page.text and "@forumcarpe" in page.text


def test_a_program_reads_what_a_link_asks(client: FlaskClient, link: str) -> None:
    path = link.replace("/answer/", "/api/answers/")
    with clock.at(HELD):
        answer = client.get(path)
    assert answer.json["title"] == "Lågaffektivt bemötande"
    assert answer.json["questions"] == CONTENT["questions"]
    assert "X-Request-Id" not in answer.headers
    _send(client, link, overall="5")
    with clock.at(HELD):
        assert client.get(path).status_code == 410
