"""A mail server, spoken to over a connection that stays open between letters."""

import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from services.notifications.transports.post import Letter, NotNow, Post, Refused, ServerIsAway

TIMEOUT = 30.0  # seconds that the server may take for one answer
KEEP_OPEN = 30.0  # seconds without a letter, after which the connection is not trusted any more
AUTHENTICATION_NEEDED = 530  # says nothing of the letter (RFC 4954)

Tls = Literal["offered", "required", "off", "from_start"]


@dataclass(frozen=True)
class Server:
    """Where the mail server is and how to speak to it."""

    host: str
    port: int
    user: str
    password: str
    tls: Tls

    @classmethod
    def of(cls, url: str) -> "Server":
        """The server of an SMTP_URL. Raises ValueError, which says what is wrong with it."""
        parts = urlsplit(url)
        asked = parse_qs(parts.query).get("tls", ["offered"])[0]
        if parts.scheme not in ("smtp", "smtps") or asked not in ("offered", "required", "off"):
            raise ValueError("SMTP_URL must read as smtp://host:port?tls=required|off or smtps://host:port")
        tls: Tls = "from_start" if parts.scheme == "smtps" else asked  # type: ignore[assignment]
        port = parts.port or (465 if tls == "from_start" else 25)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "localhost", port, user, password, tls)

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready for letters. Raises ServerIsAway."""
        try:
            connection = self._open()
            try:
                self._get_ready(connection)
            except (smtplib.SMTPException, OSError):
                connection.close()
                raise
            return connection
        except smtplib.SMTPResponseException as error:
            raise ServerIsAway(_words(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ServerIsAway(f"{type(error).__name__}: {error}") from error

    def _open(self) -> smtplib.SMTP:
        name = socket.gethostname()  # not getfqdn, which asks the name servers
        if self.tls == "from_start":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, name, timeout=TIMEOUT, context=context)
        return smtplib.SMTP(self.host, self.port, name, timeout=TIMEOUT)

    def _get_ready(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        offers = connection.has_extn("starttls")
        if self.tls == "required" or (self.tls == "offered" and offers):
            connection.starttls(context=ssl.create_default_context())
        if self.user:
            connection.login(self.user, self.password)


class SmtpPost:
    """One connection, opened at the first letter and again after the server closed it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, letter: Letter) -> None:
        """Hand over; the connection is dropped after anything but an answer about the letter."""
        connection = self._connected()
        options = () if letter.recipient.isascii() else ("SMTPUTF8",)
        try:
            connection.sendmail(letter.sender, [letter.recipient], letter.body, options)
        except smtplib.SMTPRecipientsRefused as error:
            self._refuse(*error.recipients[letter.recipient])
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(f"the server does not take this address: {error}") from error
        except smtplib.SMTPResponseException as error:
            self._refuse(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotNow(f"{type(error).__name__}: {error}") from error
        self._used_at = time.monotonic()

    def close(self) -> None:
        """Leave the server."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection.close()
            self._connection = None

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None and not self._is_alive(self._connection):
            self.close()
        if self._connection is None:
            self._connection = self._server.connect()
        return self._connection

    def _is_alive(self, connection: smtplib.SMTP) -> bool:
        idle = time.monotonic() - self._used_at
        if idle < 1.0:
            return connection.sock is not None
        with suppress(smtplib.SMTPException, OSError):
            return idle < KEEP_OPEN and connection.noop()[0] == 250
        return False

    def _refuse(self, code: int, answer: bytes | str) -> None:
        words = _words(code, answer)
        if code == AUTHENTICATION_NEEDED:
            raise ServerIsAway(words)
        if code >= 500:
            raise Refused(words)
        raise NotNow(words)


class SmtpTransport:
    """The mail server of the settings; each sender has a connection of its own, kept for the next batch."""

    def __init__(self, url: str) -> None:
        self._server = Server.of(url)
        self._idle: list[SmtpPost] = []

    @contextmanager
    def post(self) -> Iterator[Post]:
        """A connection that nobody else uses meanwhile."""
        try:
            post = self._idle.pop()
        except IndexError:
            post = SmtpPost(self._server)
        try:
            yield post
        finally:
            self._idle.append(post)

    def close(self) -> None:
        """Close every idle connection."""
        while self._idle:
            self._idle.pop().close()


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"
