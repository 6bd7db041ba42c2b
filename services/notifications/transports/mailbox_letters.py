"""The letters in the mail folder, as /mailbox reads them."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from typing import cast
from uuid import UUID

from services.notifications.problems import NoSuchLetter


@dataclass(frozen=True)
class Letter:
    """One letter: headers in the list, all of it when opened."""

    key: UUID
    mail: EmailMessage

    @property
    def recipient(self) -> str:
        """The name, or else the address."""
        address = self.mail["To"].addresses[0]
        return str(address.display_name or address.addr_spec)

    @property
    def sent_at(self) -> datetime:
        """The date in its header."""
        return cast(datetime, self.mail["Date"].datetime)

    @property
    def calendar(self) -> str | None:
        """The calendar in it."""
        return self._part("calendar")

    @property
    def html(self) -> str:
        """Its HTML."""
        return self._part("html") or ""

    @property
    def text(self) -> str:
        """Its plain text."""
        return self._part("plain") or ""

    def _part(self, subtype: str) -> str | None:
        parts = (part for part in self.mail.walk() if part.get_content_subtype() == subtype)
        found = next(parts, None)
        return None if found is None else str(found.get_content())


def list_letters(folder: Path, page: int, per_page: int) -> tuple[list[Letter], int]:
    """The letters of one page, the newest first, and how many there are."""
    # The names are the ids of the messages, whose order is that of their making.
    names = sorted((path for path in folder.glob("*.eml")), reverse=True)
    chosen = names[(page - 1) * per_page : page * per_page]
    return [_read(path, BytesHeaderParser(policy=policy.default)) for path in chosen], len(names)


def find_letter(folder: Path, key: UUID) -> Letter:
    """One letter. Raises NoSuchLetter."""
    path = folder / f"{key}.eml"
    if not path.exists():
        raise NoSuchLetter()
    return _read(path, BytesParser(policy=policy.default))


def _read(path: Path, parser: BytesParser) -> Letter:
    with path.open("rb") as file:
        return Letter(UUID(path.stem), cast(EmailMessage, parser.parse(file)))
