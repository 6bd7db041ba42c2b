"""The journey: everybody does what the script says, over HTTP, whatever goes wrong meanwhile."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shared import clock
from tests.faults.client import Client, GivesUp
from tests.faults.letters import Letters
from tests.faults.script import OCCASIONS, Deed, Script, address, participant
from tests.servers.guardian import wait_until

AT_ONCE = 8  # people who act at the same time
PATIENCE = 60.0  # seconds for a letter that somebody waits for
GRADES = ("overall", "enough_knowledge", "relevance", "use_at_work", "lecturer", "arrangement")


@dataclass(frozen=True)
class Occasion:
    """An occasion that was opened, and its only session."""

    id: str
    session: str
    period: str


@dataclass
class Accepted:
    """What was answered with yes, and so must be there afterwards."""

    receipts: dict[int, dict[str, Any]] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    present: dict[str, list[str]] = field(default_factory=dict)  # registrations by occasion
    answers: dict[str, int] = field(default_factory=dict)  # by occasion
    closed: set[str] = field(default_factory=set)  # occasions whose evaluation was closed


class Journey:
    """One journey, and how far it has come."""

    def __init__(self, client: Client, letters: Letters, script: Script) -> None:
        self.client, self._letters, self._script = client, letters, script
        self.accepted = Accepted()
        self.wrong: list[str] = []
        self.step = 0
        self.occasions: list[Occasion] = []
        self._receipts: dict[int, Future[Any]] = {it: Future() for it in range(script.people)}
        self._moved = threading.Condition()

    def prepare(self) -> None:
        """Open the occasions; no fault happens before that."""
        self.occasions = [self._open() for _ in range(OCCASIONS)]

    def play(self) -> None:
        """Everything, from the first registration to the closing of half the evaluations."""
        self._all(self._do, self._script.deeds)
        present = self._all(self._hold, self.occasions)
        self.accepted.present = dict(zip((it.id for it in self.occasions), present, strict=True))
        who = {receipt["id"]: person for person, receipt in self.accepted.receipts.items()}
        answering = [(occasion, who[it]) for occasion, them in self.accepted.present.items()
                     for it in self._script.answering(them)]  # fmt: skip
        counted = self._all(self._answer, answering)
        for (occasion, _), was_counted in zip(answering, counted, strict=True):
            self.accepted.answers[occasion] = self.accepted.answers.get(occasion, 0) + bool(was_counted)
        self._all(self._close, self.occasions[::2])

    def wait_for_step(self, step: int, is_over: Callable[[], bool]) -> None:
        """Wait until the journey has come so far, or ended."""
        with self._moved:
            while self.step < step and not is_over():
                self._moved.wait(0.2)

    def _all(self, act: Callable[[Any], Any], things: Sequence[Any]) -> list[Any]:
        def one(thing: Any) -> Any:
            try:
                return act(thing)
            except Exception as error:
                self.wrong.append(f"{thing}: {type(error).__name__}: {error}")
                return None
            finally:
                with self._moved:
                    self.step += 1
                    self._moved.notify_all()

        with ThreadPoolExecutor(AT_ONCE) as crowd:
            return list(crowd.map(one, things))

    def _open(self) -> Occasion:
        ask = self.client.staff
        new = {
            "title": "Lågaffektivt bemötande",
            "kind": "course",
            "form": "procured",
            "description": "En dag.",
        }
        activity = ask("POST", "/registration/api/activities", json=new)
        starts = (clock.now() + timedelta(days=2)).replace(hour=8, minute=0, second=0, microsecond=0)
        ends = starts + timedelta(hours=7)
        session = {"starts_at": starts.isoformat(), "ends_at": ends.isoformat(), "venue": "Folkets hus"}
        path = f"/registration/api/activities/{activity['id']}/occasions"
        made = ask("POST", path, json={"places": self._script.places, "sessions": [session]})
        ask("POST", f"/registration/api/occasions/{made['id']}/publish")
        return Occasion(made["id"], made["sessions"][0]["id"], f"{clock.local(starts):%Y-%m}")

    def _do(self, deed: Deed) -> None:
        occasion = self.occasions[deed.person % OCCASIONS]
        path = f"/registration/api/occasions/{occasion.id}/registrations"
        if deed.what == "register":
            self._register(path, deed.person)
        elif deed.what == "again":
            self._receipts[deed.person].result(PATIENCE)
            answer = self.client.ask("POST", path, json=participant(deed.person))
            assert answer.status_code == 409, f"{answer.status_code} {answer.text}"
        else:
            self._cancel(deed.person)

    def _register(self, path: str, person: int) -> None:
        receipt = self._receipts[person]
        try:
            answer = self.client.ask("POST", path, json=participant(person))
            assert answer.status_code == 201, f"{answer.status_code} {answer.text}"
            self.accepted.receipts[person] = answer.json()
            receipt.set_result(answer.json())
        finally:
            with suppress(Exception):
                receipt.set_exception(GivesUp("was not registered"))

    def _cancel(self, person: int) -> None:
        receipt = self._receipts[person].result(PATIENCE)
        path = f"/registration/api/registrations/{receipt['id']}/cancel"
        token = receipt["manage_url"].rpartition("/")[2]
        if person % 2:
            answer = self.client.ask("POST", path, json={"token": token})
        else:
            answer = self.client.ask("POST", path, json={}, as_staff=True)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        self.accepted.cancelled.add(receipt["id"])

    def _hold(self, occasion: Occasion) -> list[str]:
        path = f"/registration/api/occasions/{occasion.id}/registrations"
        found = self.client.staff("GET", path, params={"status": "confirmed"})
        assert found["pages"] <= 1, "more confirmed than a page shows"
        present = self._script.present([item["id"] for item in found["items"]])
        sheet = f"/registration/api/sessions/{occasion.session}/attendance"
        for some in (present[::2], present):
            self.client.staff("PUT", sheet, json={"present": some})
        self.client.staff("POST", f"/registration/api/occasions/{occasion.id}/complete")
        return present

    def _answer(self, asked: tuple[str, int]) -> bool:
        token = self._letters.link_of(address(asked[1]), PATIENCE)
        assert token, "was not asked"
        path = f"/evaluation/api/answers/{token}"
        answers = dict.fromkeys(GRADES, 4) | {"overall": 3 + asked[1] % 3, "recommend": 9}
        answer = self.client.ask("POST", path, json={"answers": answers})
        # Answers are kept without their keys: who heard nothing, and asks again, is told "already answered".
        is_counted = answer.status_code == 410 and self.client.last_tries > 1
        assert answer.status_code == 204 or is_counted, answer.text
        return True

    def _close(self, occasion: Occasion) -> None:
        found: list[dict[str, Any]] = []

        def is_known() -> bool:
            asked = {"occasion": occasion.id}
            found.extend(self.client.staff("GET", "/evaluation/api/evaluations", params=asked)["items"])
            return bool(found)

        assert wait_until(is_known, PATIENCE, every=0.2), "there is no evaluation"
        (evaluation,) = found
        self.client.staff("POST", f"/evaluation/api/evaluations/{evaluation['id']}/close")
        self.accepted.closed.add(occasion.id)
