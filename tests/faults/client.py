"""An honest client: it asks again with the same Idempotency-Key until it has a real answer."""

import random
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import uuid4

import requests

PATIENCE, TIMEOUT, PAUSE = 60.0, 15.0, 0.2  # seconds
# Some lose patience at once, and ask again while their first request is still at work.
IMPATIENT, SHORT_TIMEOUT = 0.1, 0.05


class GivesUp(Exception):
    """The service gave no answer for too long."""


@dataclass
class Client:
    """Asks the services that stand at these addresses; may be used by several threads."""

    urls: Mapping[str, str]
    staff_token: str = ""
    _local: threading.local = field(default_factory=threading.local)

    def ask(
        self, method: str, path: str, *, as_staff: bool = False, key: str = "", **options: Any
    ) -> requests.Response:
        """The first answer that is no excuse (an error of the server's, or no place in its line)."""
        service = path.strip("/").partition("/")[0]
        headers = {"Idempotency-Key": key or uuid4().hex} if method != "GET" else {}
        if as_staff:
            headers["Authorization"] = f"Bearer {self.staff_token}"
        until, answer, self._local.tries = monotonic() + PATIENCE, None, 0
        while monotonic() < until:
            self._local.tries += 1
            is_impatient = self._local.tries == 1 and random.random() < IMPATIENT
            timeout = SHORT_TIMEOUT if is_impatient else TIMEOUT
            with suppress(requests.RequestException):
                url = self.urls[service] + path
                answer = self._session.request(method, url, headers=headers, timeout=timeout, **options)
                if answer.status_code < 500 and answer.status_code != 429:
                    return answer
            threading.Event().wait(PAUSE)
        raise GivesUp(f"{method} {path}: {answer.text if answer is not None else 'no answer'}")

    def staff(self, method: str, path: str, **options: Any) -> Any:
        """What staff is told, who may do everything. Raises AssertionError for a refusal."""
        answer = self.ask(method, path, as_staff=True, **options)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        return answer.json() if answer.content else None

    @property
    def last_tries(self) -> int:
        """How often this thread asked before it had its last answer."""
        return int(self._local.tries)

    @property
    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        return self._local.session
