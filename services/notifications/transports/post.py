"""What it means to hand a letter over, whatever the way."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """A finished mail: its envelope and its bytes. `key` sorts by the time it was queued."""

    key: str
    sender: str
    recipient: str
    body: bytes


class Refused(Exception):
    """It will never be taken; the message is the server's words."""


class NotNow(Exception):
    """It may be taken later."""


class ServerIsAway(Exception):
    """No letter at all can be handed over."""


class Post(Protocol):
    """Somewhere to hand letters over to."""

    def send(self, letter: Letter) -> None:
        """Return when the letter is taken. Raises Refused, NotNow or ServerIsAway."""


class Transport(Protocol):
    """A way for letters to leave the house."""

    def post(self) -> AbstractContextManager[Post]:
        """Somewhere for as many letters as there are."""
