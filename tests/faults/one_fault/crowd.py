"""People who register at once, as good clients do: each asks until there is an answer, with the same key."""

import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import requests

from tests.registration.samples import sample_participant

NO_ANSWER = requests.RequestException  # refused, cut, or cut in the midst of the answer


@dataclass
class Crowd:
    """Registers one person after the other, on several connections, until told to stop."""

    url: str  # where an occasion is registered for
    accepted: dict[str, str] = field(default_factory=dict)  # registrations by their e-mail address
    refused: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begins(self, at_once: int = 2) -> None:
        """Start registering."""
        for number in range(at_once):
            self._threads.append(threading.Thread(target=self._register, args=[number]))
            self._threads[-1].start()

    def ends(self) -> None:
        """Let each have the answer they wait for."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _register(self, number: int) -> None:
        count = 0
        while not self._stop.is_set():
            person = sample_participant(f"Anna{number}x{count}")
            answer = self._ask(person, str(uuid4()))
            if answer.status_code == 201:
                self.accepted[person["email"]] = answer.json()["id"]
            else:
                self.refused.append(f"{answer.status_code} {answer.text[:200]}")
            count += 1

    def _ask(self, person: dict[str, Any], key: str) -> requests.Response:
        while True:
            try:
                answer = requests.post(self.url, json=person, headers={"Idempotency-Key": key}, timeout=10)
            except NO_ANSWER:
                threading.Event().wait(0.05)  # a client's own pause before it tries again
                continue
            if answer.status_code < 500:
                return answer
