"""Check-in at the door: a signed code for each session, which its participants read from the screen.

Whoever has the code was in the room. It opens and closes with the session; it says nothing but the session.
"""

import io
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import segno
from itsdangerous import BadSignature, Signer

from services.registration.models import CourseSession
from services.registration.problems import CheckInCodeIsWrong, CheckInIsClosed, CheckInIsNotOpen
from shared import clock, neighbours
from shared.formats import moment
from shared.i18n import lazy as _
from shared.service import service


@dataclass(frozen=True)
class Window:
    """When the participants of a session may check themselves in."""

    opens_at: datetime
    closes_at: datetime


def code_of(session_id: UUID) -> str:
    """The session's code: its id, and our signature."""
    return _signer().sign(urlsafe_b64encode(session_id.bytes).rstrip(b"=")).decode()


def session_of(code: str) -> UUID:
    """The session that a code stands for. Raises CheckInCodeIsWrong."""
    try:
        return UUID(bytes=urlsafe_b64decode(_signer().unsign(code.encode()) + b"=="))
    except (BadSignature, ValueError) as error:
        raise CheckInCodeIsWrong() from error


def window_of(course_session: CourseSession) -> Window:
    """From some minutes before the start until some minutes after the end."""
    settings = service().settings
    return Window(
        course_session.starts_at - timedelta(minutes=settings.check_in_opens_minutes),
        course_session.ends_at + timedelta(minutes=settings.check_in_closes_minutes),
    )


def check_open(course_session: CourseSession) -> None:
    """Let people in while the window is open. Raises CheckInIsNotOpen, CheckInIsClosed."""
    window = window_of(course_session)
    if clock.now() < window.opens_at:
        raise CheckInIsNotOpen(detail=_("It opens %(moment)s.", moment=moment(window.opens_at)))
    if clock.now() > window.closes_at or course_session.occasion.state not in ("published", "completed"):
        raise CheckInIsClosed()


def qr_of(address: str, *, border: int = 0) -> str:
    """An address as a QR code: an SVG that scales to whatever room it is given."""
    drawn = io.BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(drawn, kind="svg", border=border, xmldecl=False, omitsize=True, light="#fff", dark="#14282b")
    return drawn.getvalue().decode()


def check_in_qr(session_id: UUID) -> str:
    """The session's code as the picture that phones read."""
    return qr_of(neighbours.check_in(code_of(session_id)), border=2)


def _signer() -> Signer:
    return Signer(service().settings.secret_key, salt="check-in")
