"""The office's list of registrations, as the API gives it."""

from marshmallow import Schema, fields, validate

from services.registration.inputs import Line
from services.registration.queries.enrolments import SORTS
from services.registration.schemas.office_lists import sort_by
from services.registration.schemas.participation import STATUSES


class EnrolmentQuery(Schema):
    """Filters of an occasion's list of registrations."""

    status = fields.String(validate=validate.OneOf(STATUSES))
    q = Line(100, shortest=0)
    group = fields.UUID()
    unreached = fields.Boolean(metadata={"description": "Only those who are not reached by e-mail."})
    sort = sort_by(SORTS, "status")
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class EnrolmentView(Schema):
    """A registration as the coordinator sees it; what is null of a person is not known, or protected."""

    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    position = fields.Integer(required=True, allow_none=True)
    contact_id = fields.UUID(required=True, allow_none=True)
    given_name = fields.String(required=True, allow_none=True)
    family_name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    is_protected = fields.Boolean(required=True)
    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    workplace = fields.String(required=True)
    employer = fields.String(required=True)
    side = fields.String(required=True)
    role = fields.String(required=True)
    needs = fields.String(required=True)
    note = fields.String(required=True)
    organisation_number = fields.String(required=True, allow_none=True)
    invoice_reference = fields.String(required=True, allow_none=True)
    group_id = fields.UUID(required=True, allow_none=True)
    group_size = fields.Integer(required=True, metadata={"description": "Living members; 0: no group."})
    registered_at = fields.AwareDateTime(required=True)
    held_until = fields.AwareDateTime(required=True, allow_none=True)
    cancelled_by = fields.String(required=True, allow_none=True)
    attended = fields.Integer(required=True, metadata={"description": "Sessions attended."})
    mail_trouble = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(("bounced", "stopped")),
        metadata={"description": "Why no e-mail reaches the person; null where it does."},
    )
