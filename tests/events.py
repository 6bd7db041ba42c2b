"""Events in tests: handed to a service as the bus would, and read from its outbox."""

import sqlalchemy as sa
from flask import Flask

from services.names import handlers_of
from shared.envelope import Event, decode, encode
from shared.events import PAGE
from shared.inbox import Inbox
from shared.outbox import outbox
from shared.service import EXTENSION


def inbox_of(app: Flask) -> Inbox:
    """The app's inbox with its service's handlers."""
    service = app.extensions[EXTENSION]
    return Inbox(service.database, PAGE, handlers_of(service.name))


def handed(app: Flask, *events: Event) -> None:
    """Give events to the app's inbox in one batch, as the bus would."""
    with app.app_context():
        inbox_of(app).take([encode(event) for event in events])


def emitted(app: Flask) -> list[Event]:
    """Every event in the app's outbox, oldest first; blanked ones are left out."""
    database = app.extensions[EXTENSION].database
    with database.read() as session:
        bodies = session.scalars(
            sa.select(outbox.c.body).where(outbox.c.body.is_not(None)).order_by(outbox.c.sequence)
        ).all()
    return [decode(bytes(body), PAGE) for body in bodies]
