"""The mail room in tests: events come in, mail goes out, and both can be looked at."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from services.notifications.delivery.sender import send_due_messages
from services.notifications.models import Message
from shared.envelope import Event
from shared.service import EXTENSION, reading, transaction
from tests.events import handed


class MailRoom:
    """Does what the service's loops do, by hand."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def hears(self, *events: Event) -> "MailRoom":
        """Each event arrives in a batch of its own, in this order."""
        for event in events:
            handed(self.app, event)
        return self

    def send(self) -> "MailRoom":
        """Send until nothing is due any more."""
        with self.app.app_context():
            while send_due_messages():
                pass
        return self

    @property
    def mails(self) -> list[EmailMessage]:
        """What lies in the mail folder, oldest first."""
        folder = Path(self.app.extensions[EXTENSION].settings.mail_folder)
        files = sorted(folder.glob("*.eml")) if folder.exists() else []
        found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return cast(list[EmailMessage], found)

    @property
    def messages(self) -> list[Message]:
        """The queue and record, oldest first."""
        with self.app.app_context(), reading() as session:
            return list(session.scalars(sa.select(Message).order_by(Message.created_at, Message.id)))

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each message's template and state, or why it was skipped."""
        return [(message.template, message.why or message.state) for message in self.messages]

    def change(self, message_id: UUID, **values: Any) -> None:
        """Alter a message's row, as time or a crash would."""
        with self.app.app_context(), transaction() as session:
            session.execute(sa.update(Message).where(Message.id == message_id).values(**values))


def part(mail: EmailMessage, content_type: str) -> EmailMessage:
    """The first part of that type."""
    return next(found for found in mail.walk() if found.get_content_type() == content_type)  # type: ignore[return-value]


def text_of(mail: EmailMessage) -> str:
    """The plain text."""
    return str(part(mail, "text/plain").get_content())


def html_of(mail: EmailMessage) -> str:
    """The HTML."""
    return str(part(mail, "text/html").get_content())
