"""Reading a report that a letter could not be delivered, as mail servers write them (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message

_MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_PREFIX = re.compile(r"^\s*[\w.-]+\s*;\s*")  # as smtp; before the words
_LONGEST = 500


@dataclass(frozen=True)
class DeliveryReport:
    """What a report says of a letter, which is named by any of these message ids."""

    message_ids: tuple[str, ...]
    has_failed: bool  # else it is only late, and still under way
    is_permanent: bool  # the server will never take a letter to this address
    words: str


def read_report(raw: bytes) -> DeliveryReport | None:
    """The report in these bytes; None when they are something else, such as an answer from a person."""
    mail = message_from_bytes(raw)
    blocks = [block for block in _status_blocks(mail) if block.get("Action")]
    if not blocks:
        return None
    block = next((block for block in blocks if _word(block, "Action") == "failed"), blocks[0])
    status = _word(block, "Status")
    words = " ".join(_PREFIX.sub("", str(block.get("Diagnostic-Code", ""))).split())
    return DeliveryReport(
        message_ids=tuple(dict.fromkeys(_message_ids(mail))),
        has_failed=_word(block, "Action") == "failed",
        is_permanent=status.startswith("5."),
        words=(words or status or "?")[:_LONGEST],
    )


def _word(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip().lower()


def _status_blocks(mail: Message) -> Iterator[Message]:
    for part in mail.walk():
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            payload = part.get_payload()
            yield from (block for block in payload if isinstance(block, Message))


def _message_ids(mail: Message) -> Iterator[str]:
    """Of the letter that came back, whole or as headers; else those that the report answers to."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in ("text/rfc822-headers", "message/global-headers"):
            payload = part.get_payload(decode=True)
            text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            yield from _ids_in(message_from_string(text), "Message-ID")
        elif part is not mail:
            yield from _ids_in(part, "Message-ID")
    for name in ("In-Reply-To", "References"):
        yield from _ids_in(mail, name)


def _ids_in(part: Message, name: str) -> list[str]:
    return _MESSAGE_ID.findall(str(part.get(name, "")))
