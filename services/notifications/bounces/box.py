"""Where reports of failure come in: a folder, a Maildir or an IMAP mailbox; what was read is only marked."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT = 30.0  # seconds that the server may take for one answer


class BounceBox(Protocol):
    """Letters, each with a key."""

    def letters(self) -> Iterator[tuple[str, bytes]]:
        """Those that were not read yet."""

    def mark_as_read(self, key: str) -> None:
        """Offer it no more."""


class FolderBox:
    """A folder of .eml files, which are renamed to .eml.read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def letters(self) -> Iterator[tuple[str, bytes]]:
        """Each file, by its name."""
        for path in sorted(self._folder.glob("*.eml")):
            yield path.name, path.read_bytes()

    def mark_as_read(self, key: str) -> None:
        """Rename it; another worker may have done so."""
        with suppress(FileNotFoundError):
            (self._folder / key).rename(self._folder / f"{key}.read")


class MaildirBox:
    """A Maildir: what is read moves from new to cur, with the mark of the seen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def letters(self) -> Iterator[tuple[str, bytes]]:
        """Each new letter."""
        for path in sorted(path for path in (self._folder / "new").iterdir() if path.is_file()):
            yield path.name, path.read_bytes()

    def mark_as_read(self, key: str) -> None:
        """Move it; another worker may have done so."""
        (self._folder / "cur").mkdir(exist_ok=True)
        with suppress(FileNotFoundError):
            (self._folder / "new" / key).rename(self._folder / "cur" / f"{key}:2,S")


class ImapBox:
    """A mailbox at an IMAP server, of which what was not seen is read (RFC 3501)."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def letters(self) -> Iterator[tuple[str, bytes]]:
        """Each unseen letter, by its lasting number."""
        _, found = self._connection.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").decode().split():
            _, parts = self._connection.uid("FETCH", uid, "(BODY.PEEK[])")
            yield from ((uid, bytes(part[1])) for part in parts if isinstance(part, tuple))

    def mark_as_read(self, key: str) -> None:
        """Mark it as seen."""
        self._connection.uid("STORE", key, "+FLAGS", r"(\Seen)")


@contextmanager
def box_of(where: str) -> Iterator[BounceBox]:
    """The mailbox of the setting BOUNCES, open meanwhile. Raises OSError and imaplib.IMAP4.error."""
    if not where.startswith(("imap://", "imaps://")):
        folder = Path(where)
        yield MaildirBox(folder) if (folder / "new").is_dir() else FolderBox(folder)
        return
    with _connect(where) as connection:
        yield ImapBox(connection)


def _connect(url: str) -> imaplib.IMAP4:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "imaps":
        connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=context, timeout=TIMEOUT
        )
    else:
        connection = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
        if "STARTTLS" in connection.capabilities:
            connection.starttls(context)
    connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
    mailbox = unquote(parts.path.lstrip("/")) or "INBOX"
    if connection.select(f'"{mailbox}"')[0] != "OK":
        raise imaplib.IMAP4.error(f"no mailbox {mailbox}")
    return connection
