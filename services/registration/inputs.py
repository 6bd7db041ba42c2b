"""Kinds of input: text without traps, and moments that a calendar knows."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

import shared.web.validation  # noqa: F401 - speaks our words before any schema is defined
from shared.i18n import gettext as _
from shared.service import service

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_ORGANISATION_NUMBER = re.compile(r"(?:16)?(\d{2}[2-9]\d{3})-?(\d{4})", re.ASCII)


class Line(fields.String):
    """One line: each letter in one form, one space between words, nothing invisible."""

    def __init__(self, longest: int, *, shortest: int = 1, **options: Any) -> None:
        limits = validate.Length(min=shortest or None, max=longest)
        super().__init__(validate=limits, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        return " ".join(_readable(text).split())


class Paragraphs(Line):
    """Text of several lines."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = fields.String._deserialize(self, value, attr, data, **options)
        return "\n".join(line.rstrip() for line in _readable(text.strip()).splitlines())


class Moment(fields.AwareDateTime):
    """A moment with its offset, within this century."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **options)
        if not EARLIEST <= moment < LATEST:
            raise ValidationError(_("Write a date between 2000 and 2099."))
        return moment.astimezone(UTC)


class Day(fields.Date):
    """A date within this century: its midnight is a moment in every time zone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> date:
        day: date = super()._deserialize(value, attr, data, **options)
        if not EARLIEST.date() <= day < LATEST.date():
            raise ValidationError(_("Write a date between 2000 and 2099."))
        return day


class Email(fields.Email):
    """An e-mail address, at most 254 characters (RFC 5321).

    A domain may have any letters, and is kept as people read it (RFC 5890).
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = _readable(super()._deserialize(value, attr, data, **options)).strip()
        local, at, domain = text.rpartition("@")
        try:
            return f"{local}{at}{_readable_domain(domain)}"
        except UnicodeError as error:
            raise self.make_error("invalid") from error

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Length(max=254), **options)


def known_municipality(code: str) -> None:
    """Refuse a municipality that the region does not have, or has closed for new use."""
    found = service().region.municipality(code)
    if found is None or found.is_closed:
        raise ValidationError(_("Choose one of the region's municipalities."))


class OrganisationNumber(fields.String):
    """A Swedish organisation number as 212000-0142; its last digit checks the others.

    Ten digits, with or without the hyphen or a leading 16, the third at least 2: otherwise it would be the
    number of a person. https://www.skatteverket.se: organisationsnummer.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        digits = _ORGANISATION_NUMBER.fullmatch(text.strip())
        if digits is None or not _is_checked("".join(digits.groups())):
            raise ValidationError(
                _("Write an organisation number such as 212000-0142. The last digit checks the others.")
            )
        return f"{digits[1]}-{digits[2]}"


def known_area(name: str | None) -> None:
    """Refuse an area that the region does not have."""
    if name and name not in service().region.areas:
        raise ValidationError(_("Choose one of the region's areas."))


def _is_checked(digits: str) -> bool:
    """Whether the digits with their check digit add up to whole tens (Luhn)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(sum(divmod(number, 10)) for number in doubled) % 10 == 0


def _readable_domain(domain: str) -> str:
    """The domain in letters, not in the code of mail servers. Raises UnicodeError where it has none."""
    if "xn--" in domain.lower():
        domain = domain.encode("ascii").decode("idna")
    elif not domain.isascii():
        domain.encode("idna")
    return domain


def _readable(text: str) -> str:
    """The text in composed letters. Raises ValidationError for characters that nobody can see or store."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():  # as nearly all are, and this looks at every letter at once
        return text
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\r\n" for letter in text):
        raise ValidationError(_("The text has characters that cannot be kept."))
    return text
