"""Where a journey is played: its addresses, its staff token and its letters."""

import email
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import requests

from tests.servers.guardian import wait_until

PATIENCE = 30.0  # seconds for what happens by events
SECRET = secrets.token_urlsafe(40)


@dataclass
class Stage:
    """A running Kursforum, however it runs."""

    urls: dict[str, str]
    letters: Callable[[], list[EmailMessage]]
    token: str = ""
    password: str = ""  # the first administrator's, where the stage printed one
    http: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, *, as_staff: bool = False, **options: Any) -> requests.Response:
        """Ask the service that the path names, following no redirects."""
        service = path.strip("/").partition("/")[0]
        headers = {"Authorization": f"Bearer {self.token}"} if as_staff else {}
        url = self.urls[service] + path
        return self.http.request(method, url, headers=headers, allow_redirects=False, timeout=20, **options)

    def staff(self, method: str, path: str, expect: int = 200, **options: Any) -> Any:
        """A staff call that must succeed; returns its JSON."""
        answer = self.call(method, path, as_staff=True, **options)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def letters_to(self, address: str, subject: str = "") -> list[EmailMessage]:
        """The letters that an address was sent, whose subject has this text."""
        return [
            letter
            for letter in self.letters()
            if address in str(letter["To"]) and subject.casefold() in str(letter["Subject"]).casefold()
        ]

    def letter_to(self, address: str, subject: str) -> EmailMessage:
        """The one letter of that subject, once it has come; fails when none or several come."""
        there = wait_until(lambda: bool(self.letters_to(address, subject)), PATIENCE)
        assert there, f"{address} got {[str(item['Subject']) for item in self.letters_to(address)]}"
        found = self.letters_to(address, subject)
        assert len(found) == 1
        return found[0]

    def eventually(self, path: str, is_so: Callable[[Any], bool], **query: str) -> Any:
        """The JSON of a staff page of the API, once it says what it should."""
        seen: Any = None

        def look() -> bool:
            nonlocal seen
            answer = self.call("GET", path, as_staff=True, params=query)
            seen = answer.json()
            return answer.status_code == 200 and is_so(seen)

        assert wait_until(look, PATIENCE, every=0.1), f"{path} still says {seen}"
        return seen


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(letter: EmailMessage, part: str) -> str:
    """The path of the link in a letter that has this in it."""
    found = re.search(rf"https?://[^/\s]+(/{part}[^\s]*)", text_of(letter))
    assert found, text_of(letter)
    return found[1]


def letters_in(folder: Path) -> list[EmailMessage]:
    """The letters in a mailbox folder."""
    if not folder.exists():
        return []
    return [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[misc]
        for path in sorted(folder.glob("*.eml"))
    ]
