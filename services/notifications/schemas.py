"""What the API of notifications takes and gives."""

from marshmallow import Schema, fields, validate

from services.notifications.emails import EMAILS, STATES
from services.notifications.telling.free_messages import AUDIENCES
from shared.web import Paging


class MessageFilter(Paging):
    """Which e-mails to list."""

    recipient = fields.String(
        load_default="",
        validate=validate.Length(max=254),
        metadata={"description": "Part of the name or address."},
    )
    template = fields.String(load_default="", validate=validate.OneOf(("", *EMAILS)))
    state = fields.String(load_default="", validate=validate.OneOf(("", *STATES)))
    occasion = fields.UUID(load_default=None, allow_none=True)


class NewFreeMessage(Schema):
    """What a coordinator writes to participants: plain text, in which links become links."""

    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    subject = fields.String(required=True, validate=[validate.Length(1, 150), validate.Regexp(r"[^\r\n]*\Z")])
    text = fields.String(required=True, validate=validate.Length(1, 5000))


class SentFreeMessage(Schema):
    """What became of it."""

    id = fields.UUID(required=True)
    recipients = fields.Integer(required=True)


class Recipient(Schema):
    """To whom; null fields where the contact is not known yet."""

    contact_id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class SuppressedAddress(Schema):
    """An address to which nothing is sent."""

    id = fields.UUID(required=True)
    address = fields.String(required=True)
    reason = fields.String(required=True, metadata={"description": "The mail server's words."})
    since = fields.AwareDateTime(required=True)
    contact_id = fields.UUID(required=True)
    message_id = fields.UUID(required=True, metadata={"description": "The e-mail that came back."})
    name = fields.String(required=True, allow_none=True)


class MessageView(Schema):
    """One e-mail and what became of it."""

    id = fields.UUID(required=True)
    template = fields.String(required=True)
    recipient = fields.Nested(Recipient, required=True)
    occasion = fields.UUID(required=True, allow_none=True, attribute="occasion_id")
    title = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    why = fields.String(required=True, allow_none=True, metadata={"description": "Why it was skipped."})
    error = fields.String(
        required=True, allow_none=True, metadata={"description": "The mail server's last words."}
    )
    attempts = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)
