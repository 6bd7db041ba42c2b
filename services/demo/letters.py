"""The letters in the mailbox folder: the links in them, each opened once."""

import email
import os
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from pathlib import Path

_QUESTION = re.compile(r"/evaluation/(answer|report)/([\w-]+)")
_APPROVAL = re.compile(r"/registration/approvals/([\w-]+)")


@dataclass(frozen=True)
class Question:
    """A letter that asks somebody to answer, or reminds them: to whom, and the secret of its link."""

    address: str
    token: str
    is_to_lecturer: bool


class Letters:
    """The links that lie in the mailbox, as they came: those to questions, and those to managers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: set[str] = set()
        self._questions: list[Question] = []
        self._approvals: list[str] = []

    def open_new(self) -> None:
        """Read what has come since the last time."""
        there = set(os.listdir(self._folder)) if self._folder.exists() else set()  # made by the first letter
        for name in sorted(there - self._read):
            self._read.add(name)
            letter = email.message_from_bytes((self._folder / name).read_bytes())
            text = _plain_text(letter)
            if link := _QUESTION.search(text):
                address = parseaddr(letter["To"])[1]
                self._questions.append(Question(address, link[2], is_to_lecturer=link[1] == "report"))
            if link := _APPROVAL.search(text):
                self._approvals.append(link[1])

    def take_questions(self) -> list[Question]:
        """What people were asked since the last time."""
        taken, self._questions = self._questions, []
        return taken

    def take_approvals(self) -> list[str]:
        """The tokens that managers were sent since the last time."""
        taken, self._approvals = self._approvals, []
        return taken


def _plain_text(letter: Message) -> str:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True)).decode()
