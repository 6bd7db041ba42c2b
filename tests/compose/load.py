"""People who register one after another while something happens to the installation."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.compose.installation import Installation
from tests.journeys.stage import Stage
from tests.journeys.test_main_journey import participant
from tests.servers.guardian import wait_until

PATIENCE = 90.0  # seconds
EVERY = 0.15  # seconds between two people
MOST = 1500
PAGE = 200


@dataclass
class People:
    """Who registers for an occasion; whoever gets no answer tries again, as a person would."""

    stage: Stage
    occasion: str
    name: str
    answers: Counter[int] = field(default_factory=Counter)
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

    def wait_for_more(self, count: int) -> None:
        """Until so many more have registered."""
        wanted = len(self.registered) + count
        there = wait_until(lambda: len(self.registered) >= wanted, PATIENCE, every=0.1)
        assert there, f"{len(self.registered)} of {wanted} have registered: {self.answers}"

    def _come(self) -> None:
        while not self._stop.wait(EVERY) and self.answers.total() < MOST:
            email = f"{self.name}{len(self.registered)}@nacka.example"
            status = self._register(participant(1) | {"email": email})
            self.answers[status] += 1
            # 409: the one before was registered, though its answer was lost on the way.
            if status in (201, 409):
                self.registered.append(email)

    def _register(self, person: dict[str, Any]) -> int:
        path = f"/registration/api/occasions/{self.occasion}/registrations"
        try:
            return requests.post(self.stage.urls["registration"] + path, json=person, timeout=20).status_code
        except requests.RequestException:
            return 0


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
    for email in people.registered:
        stage.letter_to(email, "Du har en plats")


def figures_agree(installation: Installation) -> str:
    """Reporting agrees with its neighbours, as `reconcile` finds; returns what it prints."""
    return installation.inside(
        "reporting-worker", "python", "-m", "services", "reconcile", "--patience", "60"
    )
