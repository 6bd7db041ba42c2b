"""The letters in the mailbox folder: the links in them, each opened once."""

import email
import os
import re
from collections import defaultdict
from email.message import Message
from email.utils import parseaddr
from pathlib import Path

_ANSWER = re.compile(r"/evaluation/answer/([\w-]+)")
_APPROVAL = re.compile(r"/registration/approvals/([\w-]+)")


class Letters:
    """The links that lie in the mailbox: those to an evaluation by address, those to managers as they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: set[str] = set()
        self._answers: dict[str, list[str]] = defaultdict(list)
        self._approvals: list[str] = []

    def open_new(self) -> None:
        """Read what has come since the last time."""
        there = set(os.listdir(self._folder)) if self._folder.exists() else set()  # made by the first letter
        for name in sorted(there - self._read):
            self._read.add(name)
            letter = email.message_from_bytes((self._folder / name).read_bytes())
            text = _plain_text(letter)
            if link := _ANSWER.search(text):
                self._answers[parseaddr(letter["To"])[1]].append(link[1])
            if link := _APPROVAL.search(text):
                self._approvals.append(link[1])

    def answers(self, address: str) -> list[str]:
        """Every token for an evaluation that an address was sent."""
        return self._answers[address]

    def take_approvals(self) -> list[str]:
        """The tokens that managers were sent since the last time."""
        taken, self._approvals = self._approvals, []
        return taken


def _plain_text(letter: Message) -> str:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True)).decode()
