"""The mail server of a seed: it counts what it takes, and goes away when it is told to."""

import re
import threading
from collections import Counter
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

from tests.faults.ports import lasting_port

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_ANSWER_LINK = re.compile(r"/evaluation/answer/([\w.~-]+)")


class Letters:
    """What arrived, by Message-ID; and the links by which people answer, by address."""

    def __init__(self) -> None:
        self.port = lasting_port()
        self._controller: Controller | None = None
        self._changed = threading.Condition()
        self.begin()

    def begin(self) -> None:
        """Forget the letters of the seed before."""
        self.taken: Counter[str] = Counter()
        self.links: dict[str, str] = {}
        self.refusals = 0
        self.answer = "250 OK"

    @property
    def url(self) -> str:
        """The server's address as a setting takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    def link_of(self, address: str, seconds: float) -> str | None:
        """The token by which a person answers, once the letter has come."""
        with self._changed:
            self._changed.wait_for(lambda: address in self.links, seconds)
            return self.links.get(address)

    def go_away(self) -> None:
        """Answer no more, nor those who are connected."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def come_back(self) -> None:
        """Answer again, at the same port."""
        if self._controller is None:
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def __enter__(self) -> "Letters":
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name
        """Take one letter, or put it off."""
        if not self.answer.startswith("2"):
            self.refusals += 1
            return self.answer
        found = _MESSAGE_ID.search(envelope.content)
        assert found, "a letter without Message-ID"
        with self._changed:
            self.taken[found[1].decode()] += 1
            if b"/evaluation/" in envelope.content or b"evaluation" in envelope.content:
                self._keep_link(envelope)
            self._changed.notify_all()
        return self.answer

    def _keep_link(self, envelope: Any) -> None:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        body = letter.get_body(("plain",))  # type: ignore[attr-defined]
        link = _ANSWER_LINK.search(body.get_content()) if body else None
        if link:
            self.links.setdefault(envelope.rcpt_tos[0], link[1])
