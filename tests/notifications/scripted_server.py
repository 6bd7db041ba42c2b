"""A mail server that answers as told: takes, refuses, puts off, or hangs up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers.server import free_port

TAKE = "250 OK"
HANG_UP = "hang up"


@dataclass
class ScriptedServer:
    """`answers` are given to one recipient after another; then everything is taken."""

    port: int
    answers: list[str] = field(default_factory=list)
    greetings: int = 0
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    on_letter: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        """The server's address as the setting takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(  # noqa: N802 — aiosmtpd's names
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count the connections."""
        self.greetings += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Answer as told."""
        answer = self.answers.pop(0) if self.answers else TAKE
        if answer == HANG_UP:
            server.transport.abort()
        if answer == TAKE:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take the letter."""
        self.senders.append(envelope.mail_from)
        self.recipients += envelope.rcpt_tos
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.on_letter()
        return TAKE


@contextmanager
def scripted_server(port: int | None = None) -> Iterator[ScriptedServer]:
    """Such a server on this port of this machine, or on a free one."""
    server = ScriptedServer(port or free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
