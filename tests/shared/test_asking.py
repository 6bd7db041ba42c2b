"""Asking the services: all at once, and never longer than the reader has patience."""

import threading
from typing import Any

from shared.asking import NoAnswer, ask_all


class Silent:
    """A service that answers only when it is let."""

    def __init__(self) -> None:
        self.let = threading.Event()

    def get(self, path: str, **query: Any) -> Any:
        """Nothing, for a long time."""
        self.let.wait(30)
        return path


class Prompt:
    """A service that answers, or says that it cannot."""

    def __init__(self, reason: str | None = None) -> None:
        self._reason = reason

    def get(self, path: str, **query: Any) -> Any:
        """The path, or the reason."""
        if self._reason:
            raise NoAnswer(self._reason)
        return path


def test_who_is_silent_or_cannot_answer_does_not_keep_the_others_from_being_heard() -> None:
    silent = Silent()
    asked = {"slow": silent, "prompt": Prompt(), "broken": Prompt("answered 500")}
    answers = ask_all(asked, lambda _name, one: one.get("flow"), within=0.2)
    silent.let.set()
    assert answers["prompt"] == "flow"
    assert [str(answers[name]) for name in ("slow", "broken")] == ["slow took too long", "answered 500"]
