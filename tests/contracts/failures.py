"""Events that failed in a service: one that can be tried again, and a message that nobody can read."""

from uuid import UUID

from flask import Flask

from shared import clock, events
from shared.envelope import Event, encode
from shared.ids import random_id
from shared.inbox.failed_events import find_failed
from shared.service import EXTENSION, reading
from tests.events import inbox_of
from tests.staff import access_of

UNREADABLE = b'{"specversion": "1.0", "type": "registration.participant_promoted"}'


def failures(app: Flask) -> dict[str, list[UUID]]:
    """Let both fail; their ids, by what can become of them."""
    with app.app_context():
        inbox_of(app).park([encode(_heard_by(app)), UNREADABLE], "no process survived this message")
        with reading() as session:
            ids = {row.event_id is not None: row.id for row in find_failed(session)[0]}
    return {"failed_event_id": [ids[True], ids[False]], "unreadable_event_id": [ids[False]]}


def _heard_by(app: Flask) -> Event:
    if app.extensions[EXTENSION].name == "registration":
        return events.ReportingStaffTokenUsed(random_id(), version=1, used_on=clock.today())
    return access_of("lecturer")
