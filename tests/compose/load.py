"""People who register one after another while something happens to the installation."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import requests

from tests.compose.installation import Installation
from tests.journeys.stage import Stage
from tests.journeys.test_main_journey import participant
from tests.servers.guardian import wait_until

PATIENCE = 180.0  # seconds
EVERY = 0.15  # seconds between two people
MOST = 1500
PAGE = 200


@dataclass
class People:
    """Who registers for an occasion, every other one with a key, and looks at the catalogue between.

    Whoever gets no place tries again in the same way, as a person or a good program would.
    """

    stage: Stage
    occasion: str
    name: str
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    slowest: float = 0.0  # seconds
    registered: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "People":
        self._thread = threading.Thread(target=self._come)
        self._thread.start()
        self.wait_for_more(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        assert self._thread
        self._thread.join(60)

    def __str__(self) -> str:
        seen = ", ".join(
            f"{kind} {status}: {count}" for (kind, status), count in sorted(self.answers.items())
        )
        return f"{seen}; the slowest answer after {self.slowest:.1f} s"

    def wait_for_more(self, count: int) -> None:
        """Until so many more have registered."""
        wanted = len(self.registered) + count
        there = wait_until(lambda: len(self.registered) >= wanted, PATIENCE, every=0.1)
        assert there, f"{len(self.registered)} of {wanted} have registered: {self}"

    def faults(self, *, but: int = 0, of: str = "") -> list[str]:
        """What was no answer, or one that no person should see; without those of this status and kind."""
        wrong = [(kind, status) for kind, status in self.answers if status >= 500 or not status]
        return [f"{kind} {status}" for kind, status in wrong if status != but or not kind.startswith(of)]

    def _come(self) -> None:
        while not self._stop.wait(EVERY) and len(self.registered) < MOST:
            number = len(self.registered)
            email = f"{self.name}{number}@nacka.example"
            key = {"Idempotency-Key": email} if number % 2 else {}
            person = participant(1) | {"email": email}
            status = self._ask("keyed" if key else "plain", "POST", self._place, json=person, headers=key)
            # 409: the one before was registered, though its answer was lost on the way.
            if status in (201, 409):
                self.registered.append(email)
            self._ask("page", "GET", "/registration/")

    @property
    def _place(self) -> str:
        return f"/registration/api/occasions/{self.occasion}/registrations"

    def _ask(self, kind: str, method: str, path: str, **options: Any) -> int:
        began = monotonic()
        try:
            url = self.stage.urls["registration"] + path
            status = requests.request(method, url, timeout=60, **options).status_code
        except requests.RequestException:
            status = 0
        self.answers[kind, status] += 1
        self.slowest = max(self.slowest, monotonic() - began)
        return status


def everything_arrived(stage: Stage, people: People) -> None:
    """Each of them is registered once, and has one letter that says so."""
    path = f"/registration/api/occasions/{people.occasion}/registrations"
    first = stage.staff("GET", path, params={"per_page": PAGE})
    others = [
        stage.staff("GET", path, params={"per_page": PAGE, "page": number})
        for number in range(2, first["pages"] + 1)
    ]
    found = [item["email"] for page in (first, *others) for item in page["items"]]
    assert sorted(found) == sorted(people.registered)
    assert wait_until(lambda: not _untold(stage, people), PATIENCE, every=2), _untold(stage, people)


def _untold(stage: Stage, people: People) -> dict[str, int]:
    """Who has not been told just once, and how often they were; the letters are gone through once for all."""
    told = Counter(
        to.addr_spec
        for letter in stage.letters()
        if "Du har en plats" in str(letter["Subject"])
        for to in letter["To"].addresses
    )
    return {email: told[email] for email in people.registered if told[email] != 1}


def figures_agree(installation: Installation) -> str:
    """Reporting agrees with its neighbours, as `reconcile` finds; returns what it prints."""
    return installation.inside(
        "reporting-worker", "python", "-m", "services", "reconcile", "--patience", "60"
    )
