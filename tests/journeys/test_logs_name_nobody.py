"""A whole story, with a mail server at its worst: no line of any log names a person or holds a key."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import reduce
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog

from services.embedded import Embedded
from services.notifications.bounces.returned import read_bounces
from services.notifications.transports.chosen import transport
from services.registration.operations.reachability import correct_address
from shared import clock
from shared.logging import LibraryLines, processors
from shared.service import transaction
from tests.journeys.stage import link_in, text_of
from tests.notifications.failure_reports import report
from tests.notifications.scripted_server import HANG_UP, ScriptedServer, scripted_server
from tests.registration.browsing import send
from tests.registration.office import Office
from tests.registration.samples import sample_participant
from tests.staff import bearer, token_for

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = ("Vendela", "Torvald", "Klementina", "Ingalill")
WORKPLACE = "Solgården"
ADDRESS = re.compile(r"[^\s<>\"',]+@[^\s<>\"',]+\.[a-z]+")
# What ends a link and is no plain id: a key.
_KEY = re.compile(r"://\S+/(?!\w{8}-\w{4}-)([\w.-]{20,})(?=[\s>]|$)", re.MULTILINE)


class Story:
    """The four services, a mail server that does as it is told, and what people do."""

    def __init__(self, folder: Path, server: ScriptedServer) -> None:
        self.back = folder / "back"
        self.back.mkdir(parents=True)
        given = {"mail_folder": "", "smtp_url": server.url, "bounces": str(self.back)}
        self.all = Embedded(folder / "data", "http://127.0.0.1:8000", **given)
        self.apps, self.server = self.all.apps, server
        self.office = Office(self.apps["registration"])
        self.keys: set[str] = set()

    def reaches(self, days: float, *answers: str) -> None:
        """Everything that is due by then happens; the mail server answers so to one letter after another."""
        self.server.answers = list(answers)
        with clock.at(FIRST + timedelta(days=days)):
            self.all.settle()
        for letter in self.server.taken:
            told = f"{text_of(letter)} {letter['List-Unsubscribe'] or ''}"
            self.keys |= set(_KEY.findall(told))

    def ends(self) -> None:
        """Everybody goes home."""
        with self.apps["notifications"].app_context():
            transport().close()  # type: ignore[attr-defined]
        self.all.stop()

    def letter(self, name: str, words: str) -> EmailMessage:
        """The latest letter to somebody that says this in its subject."""
        return [
            one for one in self.server.taken if name.lower() in one["To"].lower() and words in one["Subject"]
        ][-1]

    def calls(self, method: str, path: str, **given: Any) -> Any:
        """Somebody's browser or program asks a service."""
        return self.apps[path.split("/")[1]].test_client().open(path, method=method, **given)

    def staff(self, method: str, path: str, **given: Any) -> Any:
        """The office asks a service by program."""
        return self.calls(method, path, headers=bearer(token_for(self.apps[path.split("/")[1]])), **given)


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Every line that our code logs, as it is printed in production and on a developer's screen."""
    lines: list[str] = []

    def keep(logger: Any, method: str, told: Any) -> Any:
        for form in ("json", "console"):
            line = reduce(lambda line, step: step(logger, method, line), processors(form), {**told})
            lines.append(line.decode() if isinstance(line, bytes) else str(line))
        raise structlog.DropEvent

    chain = structlog.get_config()["processors"]
    before = [*chain]
    chain[:] = [keep]
    try:
        yield lines
    finally:
        chain[:] = before


def _play(story: Story) -> None:
    with clock.at(FIRST):
        occasion = story.office.open_occasion(days=20, places=2)
        path = f"/registration/api/occasions/{occasion.id}/registrations"
        for name in NAMES:
            given = sample_participant(name, workplace=WORKPLACE)
            assert story.calls("POST", path, json=given).status_code == 201
            assert story.calls("POST", path, json=given).status_code == 409
        assert story.calls("POST", path, json={"email": "vendela"}).status_code == 422
    unknown = "550 5.1.1 <ingalill.ek@huddinge.example>: Ingalill Ek is unknown"
    story.reaches(0, "250 OK", "450 4.2.0 <torvald.ek@huddinge.example> is busy", HANG_UP, unknown)
    story.reaches(1)
    story.reaches(1.5)
    _bounce(story, story.letter("Torvald", "plats"))
    with clock.at(FIRST + timedelta(days=2)):
        manage = link_in(story.letter("Vendela", "plats"), "registration/registrations/")
        client = story.apps["registration"].test_client()
        assert client.get(manage).status_code == 200
        assert client.get(manage[:-3]).status_code == 404
        assert send(client, f"{manage}/cancel").status_code == 303
        send(client, "/registration/mine", email="vendela.ek@huddinge.example")
    story.reaches(2)
    _correct(story, occasion)
    _resend(story)
    _evaluate(story, occasion)


def _bounce(story: Story, letter: EmailMessage) -> None:
    words = "550 5.1.1 <torvald.ek@huddinge.example>: Torvald Ek has moved"
    (story.back / "1.eml").write_bytes(report(letter["Message-ID"], words=words))
    with clock.at(FIRST + timedelta(days=1, hours=13)), story.apps["notifications"].app_context():
        read_bounces()


def _correct(story: Story, occasion: Any) -> None:
    """The office sees whom mail does not reach, and writes the address anew."""
    path = f"/registration/api/occasions/{occasion.id}/registrations?unreached=true"
    (found,) = story.staff("GET", path).json["items"]
    assert (found["given_name"], found["mail_trouble"]) == ("Torvald", "bounced")
    person = {"given_name": "Torvald", "family_name": "Ek", "email": "torvald@huddinge.example"}
    app = story.apps["registration"]
    with clock.at(FIRST + timedelta(days=2)), app.app_context(), transaction() as session:
        correct_address(session, UUID(found["contact_id"]), person)
    story.reaches(2.1)
    assert story.staff("GET", path).json["items"] == []


def _resend(story: Story) -> None:
    with clock.at(FIRST + timedelta(days=3)):
        found = story.staff("GET", "/notifications/api/messages?state=failed").json["items"]
        for item in found:
            story.staff("POST", f"/notifications/api/messages/{item['id']}/resend")
        assert found
    story.reaches(3, "550 no")


def _evaluate(story: Story, occasion: Any) -> None:
    with clock.at(FIRST + timedelta(days=21)):
        rows = [item for item in _enrolled(story, occasion) if item["status"] == "confirmed"]
        session_id = story.office.now(occasion).sessions[0].id
        story.office.does("record_attendance", session_id, [UUID(item["id"]) for item in rows])
        story.office.does("complete_occasion", occasion.id)
    story.reaches(21)
    invitation = story.letter("Klementina", "tyck")
    with clock.at(FIRST + timedelta(days=22)):
        answer = link_in(invitation, "evaluation/answer/")
        assert story.calls("GET", answer).status_code == 200
        stop = re.search(r"<https?://[^/]+([^>]+)>", invitation["List-Unsubscribe"])
        assert (
            stop and story.calls("POST", stop[1], data={"List-Unsubscribe": "One-Click"}).status_code == 200
        )
        key = link_in(story.letter("Vendela", "anmälningar"), "registration/mine/")
        assert story.calls("GET", key).status_code == 200
        _send_nonsense(story)
    story.reaches(30)


def _send_nonsense(story: Story) -> None:
    """A message on the bus that is none of ours, and says a lot."""
    for name in ("notifications", "registration"):
        with story.apps[name].app_context():
            story.all.workers[name].inbox.take([b'{"specversion": "Vendela vendela.ek@huddinge.example"}'])


def _enrolled(story: Story, occasion: Any) -> list[dict[str, Any]]:
    return list(story.staff("GET", f"/registration/api/occasions/{occasion.id}/registrations").json["items"])


@pytest.mark.slow
def test_no_line_of_any_log_names_anybody_or_holds_a_key(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with scripted_server() as server, _logged() as lines:
        story = Story(tmp_path, server)
        try:
            _play(story)
        finally:
            story.ends()
    everything = "\n".join([*lines, *(LibraryLines().format(record) for record in caplog.records)])
    named = {*NAMES, *(name.lower() for name in NAMES), "Ek ", WORKPLACE, *story.keys}
    assert len(story.keys) >= 6
    assert ADDRESS.findall(everything) == []
    assert sorted(word for word in named if word in everything) == []
    for event in ("email_sent", "email_refused", "email_postponed", "bounce_read", "event_parked", "request"):
        assert event in everything
    assert len(set(re.findall(r"recipient\W+([0-9a-f]{12})\b", everything))) == len(NAMES) + 1
