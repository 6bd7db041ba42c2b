"""Papers in the reader's language: the list to sign at the door, and certificates."""

from collections.abc import Sequence
from pathlib import Path

from flask import Response

from services.registration.check_ins import qr_of
from services.registration.queries import OccasionDetails
from services.registration.queries.attendance import Expected
from services.registration.words.certificates import CertificateWords
from shared import clock
from shared.formats import clock_time, day, short_day, time_span
from shared.i18n import current_language
from shared.i18n import gettext as _
from shared.service import service
from shared.typeset import PDF, typeset
from shared.vocabulary import KINDS
from shared.web.files import shown
from shared.web.pages import LAYOUT

TEMPLATES = Path(__file__).parents[1] / "templates" / "pdf"
_WAVES = LAYOUT / "static" / "waves.svg"
_SPARE_LINES = 4  # for those who come without having registered


def attendance_list(occasion: OccasionDetails, expected: Sequence[Expected]) -> bytes:
    """A line for each with a place, and a box to sign in for each session, as a PDF."""
    place_name = service().region.place_name
    content = {
        "language": current_language(),
        "office": service().region.office,
        "heading": _("Attendance list"),
        "title": occasion.activity.title,
        "sessions": [
            {
                "day": short_day(item.starts_at),
                "time": f"{clock_time(item.starts_at)}–{clock_time(item.ends_at)}",
                "whole": f"{time_span(item.starts_at, item.ends_at)}, {item.venue}",
            }
            for item in occasion.sessions
        ],
        "name": _("Name"),
        "workplace": _("Workplace") if any(item.workplace for item in expected) else "",
        "rows": [
            {
                "name": item.name or _("To be named later"),
                "workplace": item.workplace,
                "place": place_name(item.municipality, item.district) if item.workplace else "",
            }
            for item in expected
        ],
        "spare": _SPARE_LINES,
        "note": _("Sign for each day that you are here."),
        "printed": _("Printed %(day)s", day=day(clock.today())),
    }
    return typeset(TEMPLATES / "attendance_list.typ", content)


def certificates(chosen: Sequence[CertificateWords]) -> bytes:
    """A page for each certificate, with the code and the address by which it is verified, as a PDF."""
    region = service().region
    content = {
        "language": current_language(),
        "office": region.office,
        "region": region.name,
        "contact": f"{region.email} · {region.phone}",
        "waves": _WAVES.read_text(encoding="utf-8"),
        "heading": _("Certificate"),
        "before_name": _("This is to certify that"),
        "before_title": _("has taken part in"),
        "verify": _("Verify this certificate"),
        "pages": [_page(item) for item in chosen],
    }
    return typeset(TEMPLATES / "certificate.typ", content)


def as_file(content: bytes, name: str) -> Response:
    """A PDF that a browser shows, and saves under that name."""
    return shown(content, PDF, f"{name}.pdf")


def _page(item: CertificateWords) -> dict[str, object]:
    when = day(item.starts_on)
    if item.ends_on != item.starts_on:
        when = f"{when} – {day(item.ends_on)}"
    return {
        "name": item.name,
        "title": item.title,
        "facts": [
            [_("Kind"), str(KINDS[item.kind])],
            [_("Attended"), item.hours],
            [_("When"), when],
            [_("Issued"), day(item.issued_on)],
        ],
        "code": item.readable_code,
        "url": item.url.split("://", 1)[-1],
        "qr": qr_of(item.url),
    }
