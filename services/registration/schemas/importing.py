"""A list of participants that the office registers in one go, as the API takes it."""

from marshmallow import Schema, fields, validate

from services.registration.schemas.participation import NewParticipant

MOST_PEOPLE = 500


class ListedParticipant(NewParticipant):
    """Somebody on a list; the office asks no manager, and is told of warnings before."""

    class Meta:
        """Without what only the participant's own form has."""

        exclude = ("manager", "accept_warnings")


class NewParticipants(Schema):
    """Everybody or nobody."""

    participants = fields.List(
        fields.Nested(ListedParticipant),
        required=True,
        validate=validate.Length(min=1, max=MOST_PEOPLE),
    )
    dry_run = fields.Boolean(
        load_default=False, metadata={"description": "Only tell what would become of them."}
    )


class ImportReceipt(Schema):
    """What became of a list; `warnings` by the person's place in it, counted from 0."""

    places = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    warnings = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
