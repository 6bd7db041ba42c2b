"""The audit log by API, the same in every service: who did what there, and when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, fields, validate

from shared.audit_log import Wanted, find_entries
from shared.service import reading
from shared.web.access import requires
from shared.web.blueprints import ApiBlueprint
from shared.web.lists import Paging, count_pages, page_of, page_schema

_DAYS = validate.Range(date(2000, 1, 1), date(2099, 12, 31))


class AuditQuery(Paging):
    """Filters of the audit log."""

    subject = fields.String(validate=validate.Length(max=80))
    staff_id = fields.UUID()
    action = fields.String(validate=validate.Length(max=60))
    from_ = fields.Date(data_key="from", validate=_DAYS)
    to = fields.Date(validate=_DAYS)


class AuditEntry(Schema):
    """One deed. `details` has codes, numbers, ids and names of fields."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    actor = fields.String(required=True, validate=validate.OneOf(["staff", "participant", "job", "command"]))
    staff_id = fields.UUID(required=True, allow_none=True)
    action = fields.String(required=True)
    subject = fields.String(required=True)
    details = fields.Dict(keys=fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)
    trace = fields.String(required=True, allow_none=True)


def audit_api(service: str) -> ApiBlueprint:
    """The blueprint of one service."""
    blueprint = ApiBlueprint(service, "audit", description="The audit log")

    @blueprint.get("/audit")
    @requires("admin")
    @blueprint.arguments(AuditQuery, location="query")
    @blueprint.response(200, page_schema(AuditEntry))
    def list_audit_entries(wanted: dict[str, Any]) -> Mapping[str, Any]:
        """Who did what in this service, the newest first."""
        page, size = wanted.pop("page"), wanted.pop("per_page")
        with reading() as session:
            rows, total = find_entries(session, Wanted(**wanted), page, size)
        return page_of([row._mapping for row in rows], total, page, count_pages(total, size))

    return blueprint
