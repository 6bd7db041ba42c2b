"""Whoever holds every file of an installation after a closing cannot tell whose answers are whose.

The same story is played twice, and chance falls alike in both. Only one thing differs: two people of the
same place have changed answers with each other, or one of them answered instead of the other. What lies on
the disk after the closing, and every line of every log, is the same to the last bit: so nothing there can
tell which of the stories was played.
"""

import email
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from services.embedded import Embedded
from shared import clock
from tests.chance import fix_chance
from tests.evaluation.traces import files_in, without_durations
from tests.registration.office import Office
from tests.staff import bearer, token_for

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = ("Anna", "Bo", "Cilla", "Disa", "Evert", "Frida", "Greta", "Hans")
ANNAS = {"overall": "1", "lecturer": "2", "good": "Kaffet", "improve": "Allt annat"}
BOS = {"overall": "5", "recommend": "10", "good": "Exemplen ur vardagen"}
USUAL = {"overall": "4", "lecturer": "4", "good": "Bra"}

Answers = Mapping[str, Mapping[str, str]]
Traces = dict[str, Any]  # every file with its content, and the log


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which a course is held, and the links to its questionnaire lie in the mailbox."""
    folder = tmp_path_factory.mktemp("held") / "data"
    embedded = Embedded(folder, "http://127.0.0.1:8000")
    office = Office(embedded.apps["registration"])
    with clock.at(FIRST):
        occasion = office.open_occasion(days=7, places=8)
        receipts = office.fill(occasion, *NAMES)
        embedded.settle()
    with clock.at(FIRST + timedelta(days=8)):
        office.attend(occasion, *receipts)
        office.does("complete_occasion", occasion.id)
        embedded.settle()
    embedded.stop()
    return folder


@pytest.fixture
def played(held: Path, tmp_path: Path) -> Callable[..., Traces]:
    """`played(answers)` plays on from there: these people answer, then the evaluation closes."""

    def play(answers: Answers) -> Traces:
        folder = tmp_path / "data"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(held, folder)
        with pytest.MonkeyPatch.context() as monkeypatch, capture_logs() as log:
            fix_chance(monkeypatch)
            embedded = Embedded(folder, "http://127.0.0.1:8000")
            try:
                _answer_and_close(embedded, answers)
                traces = files_in(folder)  # the services still run: their databases' logs are there too
            finally:
                embedded.stop()
        return traces | {"log": without_durations(log)}

    structlog.get_logger("web")
    return play


def _answer_and_close(embedded: Embedded, answers: Answers) -> None:
    app, mailbox = embedded.apps["evaluation"], embedded.data / "mailbox"
    web = app.test_client()
    for day, name in enumerate(answers, 9):
        with clock.at(FIRST + timedelta(days=day)):
            _answer(web, _link(mailbox, name), answers[name])
            embedded.settle()
    headers = bearer(token_for(app))
    with clock.at(FIRST + timedelta(days=9 + len(answers))):
        (mine,) = web.get("/evaluation/api/evaluations", headers=headers).json["items"]
        closed = web.post(f"/evaluation/api/evaluations/{mine['id']}/close", headers=headers)
        assert closed.json["answered"] == len(answers)
        embedded.settle()


def _answer(web: Any, link: str, answers: Mapping[str, str]) -> None:
    """Open the link, fill in the form and send it, and send it once more by mistake."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', web.get(link).text)
    assert token
    sent = {"csrf_token": token[1], **answers}
    assert web.post(link, data=sent).status_code == 303
    assert web.post(link, data=sent).status_code == 410


def _link(mailbox: Path, name: str) -> str:
    for path in sorted(mailbox.glob("*.eml")):
        letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))  # type: ignore[attr-defined]
        found = re.search(r"(/evaluation/answer/\S+)", body.get_content())
        if found and name.lower() in str(letter["To"]).lower():
            return found[1]
    raise AssertionError(f"{name} got no link")


def _answers(**given: Mapping[str, str]) -> Answers:
    return {**dict.fromkeys(("Cilla", "Disa", "Evert", "Frida"), USUAL), **given}


CHANGED_ANSWERS = (_answers(Anna=ANNAS, Bo=BOS), _answers(Anna=BOS, Bo=ANNAS))
ONE_INSTEAD_OF_THE_OTHER = (_answers(Anna=ANNAS), _answers(Bo=ANNAS))
STORIES = {
    "they changed answers": CHANGED_ANSWERS,
    "one answered instead of the other": ONE_INSTEAD_OF_THE_OTHER,
}


@pytest.mark.parametrize("which", STORIES)
def test_two_stories_leave_the_same_bits_and_the_same_log(which: str, played: Callable[..., Traces]) -> None:
    """What is damaged so that they differ is told by tests/evaluation/test_two_stories.py."""
    one, other = (played(answers) for answers in STORIES[which])
    assert {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)} == set()
