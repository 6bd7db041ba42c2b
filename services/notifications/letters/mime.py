"""A mail as bytes: its headers, and its parts, each of which is headers, an empty line and a body.

After RFC 5322, 2045 and 2047. Small, because it writes just what we send; a message object of the email
package parses what it is given again and again, and costs twenty times as much.
"""

import quopri
import re
from base64 import b64encode, encodebytes
from collections.abc import Iterator, Mapping, Sequence
from email.utils import formataddr
from uuid import uuid4

Part = bytes

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def mail(headers: Mapping[str, str], body: Part) -> bytes:
    """The whole mail. Raises ValueError when a header would make another header."""
    if any(_CONTROL.search(value.replace("\n ", " ")) for value in headers.values()):
        raise ValueError("a header has a line break")
    lines = "".join(f"{name}: {value}\n" for name, value in headers.items())
    return (lines + "MIME-Version: 1.0\n").replace("\n", "\r\n").encode("ascii") + body


def words(text: str) -> str:
    """Text in a header; folded, and encoded where it is not ASCII. Control characters are left out."""
    text = _CONTROL.sub("", " ".join(text.split()))
    if text.isascii() and len(text) < 60 and "=?" not in text:
        return text
    return "\n ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in cut(text.encode(), 39))


def mailbox(name: str, address: str) -> str:
    """A person in a header."""
    name = _CONTROL.sub("", " ".join(name.split()))
    return formataddr((name, address)) if name.isascii() else f"{words(name)} <{address}>"


def text_part(subtype: str, text: str) -> Part:
    """A part of text, which stays readable in the source of the mail."""
    content_type = f'Content-Type: text/{subtype}; charset="utf-8"'
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # what was typed into a form has both
    return _part([content_type, "quoted-printable"], quopri.encodestring(lines.encode()))


def calendar_part(ics: str, method: str) -> Part:
    """A calendar that mail programs act upon."""
    content_type = f'Content-Type: text/calendar; charset="utf-8"; method="{method}"'
    return _part([content_type, "base64"], encodebytes(ics.encode()))


def attachment(filename: str, ics: str) -> Part:
    """A calendar as a file."""
    disposition = f'Content-Disposition: attachment; filename="{filename}"'
    content_type = f'Content-Type: application/ics; name="{filename}"'
    return _part([disposition, content_type, "base64"], encodebytes(ics.encode()))


def multipart(subtype: str, parts: Sequence[Part]) -> Part:
    """Several parts as one."""
    # "=_" stands neither in base64 nor in quoted-printable, so no part can hold it.
    boundary = f"=_{uuid4().hex}"
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def cut(data: bytes, size: int) -> Iterator[bytes]:
    """UTF-8 in pieces of at most that many bytes, each of whole characters (RFC 2047, 5)."""
    while data:
        end = size
        while end < len(data) and data[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        yield data[:end]
        data = data[end:]


def _part(headers: Sequence[str], body: bytes) -> Part:
    *own, encoding = headers
    head = "\r\n".join((*own, f"Content-Transfer-Encoding: {encoding}"))
    return head.encode("ascii") + b"\r\n\r\n" + body.replace(b"\n", b"\r\n")
