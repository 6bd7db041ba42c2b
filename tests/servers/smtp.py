"""An SMTP server that keeps what it is given."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, TypeVar, cast

from aiosmtpd.controller import Controller

from tests.servers.server import free_port


@dataclass
class Mailbox:
    """The messages that arrived, in order, with the address of the server that took them."""

    port: int
    host: str = "127.0.0.1"
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answer: str = "250 OK"
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """The server's address as a setting takes it."""
        return f"smtp://{self.host}:{self.port}"

    def wait_for(self, count: int, seconds: float = 10.0) -> list[EmailMessage]:
        """The messages, once there are as many; fails when they do not come in time."""
        with self._arrived:
            there = self._arrived.wait_for(lambda: len(self.messages) >= count, seconds)
        assert there, f"{len(self.messages)} of {count} messages arrived within {seconds} s"
        return list(self.messages)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        """Take one message; a refusal is given as `answer`."""
        if self.answer.startswith("2"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            with self._arrived:
                self.messages.append(cast(EmailMessage, message))
                self.recipients.append(envelope.rcpt_tos)
                self._arrived.notify_all()
        return self.answer


AnyMailbox = TypeVar("AnyMailbox", bound=Mailbox)


@contextmanager
def smtp(kind: type[AnyMailbox] = Mailbox) -> Iterator[AnyMailbox]:  # type: ignore[assignment]
    """A server on a free port of this machine."""
    mailbox = kind(port=free_port())
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
