"""What the event of a link to a report means: its reader is sent the link; and what the report is called."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.notifications.operations import Row, new_message, queue_messages
from shared.envelope import Event
from shared.i18n import gettext as _
from shared.inbox import takes_batch
from shared.service import service

_PERIOD = re.compile(r"(\d{4})(?:-T([1-3]))?")


@takes_batch
def send_reports(session: Session, batch: Sequence[Event]) -> None:
    """Send those who are sent reports the link to one."""
    queue_messages(session, [_letter(event) for event in batch])


def report_name(period: str) -> str:
    """What the report on a period, as 2026-T1, is called within a sentence."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return _("report")
    year, tertial = found.groups()
    if tertial:
        return _("tertial report %(number)s %(year)s", number=tertial, year=year)
    return _("annual report %(year)s", year=year)


def _letter(event: Event) -> Row:
    region, code = service().region, event["municipality"]
    return new_message(
        "report_published",
        event.id,
        event["contact_id"],
        details={"title": region.place_name(code) if code else region.name, "period": event["period"]},
        token=event["token"],
        expires_on=event["expires_on"],
    )
