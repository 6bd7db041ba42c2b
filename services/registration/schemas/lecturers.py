"""Lecturers, suppliers and the merging of persons, as the API and the forms take and give them."""

from marshmallow import Schema, fields, validate

from services.registration.inputs import Email, Line

LECTURER_KINDS = ("lecturer", "supplier")


class LecturerChange(Schema):
    """What may change of a lecturer or supplier; what is left out stays."""

    kind = fields.String(validate=validate.OneOf(LECTURER_KINDS))
    name = Line(200)
    organisation = Line(200, shortest=0)
    given_name = Line(100, metadata={"description": "The contact person's."})
    family_name = Line(100, metadata={"description": "The contact person's."})
    email = Email(metadata={"description": "The contact person's."})
    is_active = fields.Boolean()


class NewLecturer(Schema):
    """A lecturer or supplier, with the person to write to."""

    kind = fields.String(required=True, validate=validate.OneOf(LECTURER_KINDS))
    name = Line(200, required=True)
    organisation = Line(200, shortest=0, load_default="")
    given_name = Line(100, required=True, metadata={"description": "The contact person's."})
    family_name = Line(100, required=True, metadata={"description": "The contact person's."})
    email = Email(required=True, metadata={"description": "The contact person's."})


class LecturerForm(NewLecturer):
    """A lecturer or supplier, by a form; a warning is accepted by a tick."""

    accept_warnings = fields.Boolean(load_default=False)


class LecturerView(Schema):
    """A lecturer or supplier; `contact_id` is what an occasion names as `lecturer_contact_id`."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    organisation = fields.String(required=True)
    contact_id = fields.UUID(required=True)
    contact_name = fields.String(required=True, attribute="contact.name")
    contact_email = fields.String(required=True, attribute="contact.email")
    is_active = fields.Boolean(required=True)


class LecturerQuery(Schema):
    """Which lecturers are wanted."""

    is_active = fields.Boolean(load_default=True)


class LecturerAccount(Schema):
    """The staff account that stands for a lecturer."""

    account_id = fields.UUID(required=True)


class PersonPair(Schema):
    """The other of two persons."""

    other_id = fields.UUID(required=True)


class PersonEntryView(Schema):
    """A person as the office tells one from another."""

    id = fields.UUID(required=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    email = fields.String(required=True)


class DoubleView(Schema):
    """Two entries that may be one person."""

    first = fields.Nested(PersonEntryView, required=True)
    second = fields.Nested(PersonEntryView, required=True)
    is_same_name = fields.Boolean(required=True)
    has_shared_place = fields.Boolean(required=True)
