"""Whom a paid course is invoiced to."""

from zlib import crc32

from services.demo.people import Person


def invoice(person: Person) -> dict[str, str]:
    """An organisation number with a right check digit, and the unit's reference."""
    unit = crc32(f"{person.municipality} {person.workplace}".encode())
    kind = "212000" if person.employer == "municipal" else "559990"
    number = kind + (f"{person.municipality[:3]}" if person.employer == "municipal" else f"{unit % 1000:03}")
    return {
        "organisation_number": f"{number[:6]}-{number[6:]}{_check_digit(number)}",
        "invoice_reference": f"{1000 + unit % 9000} {person.workplace}",
    }


def _check_digit(digits: str) -> int:
    """What makes the sum of the digits, each second one doubled, whole tens (Luhn)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return -sum(value // 10 + value % 10 for value in doubled) % 10
