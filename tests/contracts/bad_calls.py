"""What programs get wrong, and what they are to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.registration.samples import sample_activity, sample_participant

NOBODY = str(uuid4())
JSON = {"Content-Type": "application/json"}
REGISTER = "POST /registration/api/occasions/{open}/registrations"
AS_CKA = {
    "kind": "cka",
    "municipality": "0126",
    "given_name": "Omar",
    "family_name": "Ek",
    "email": "omar.ek@huddinge.example",
    "from_on": "2026-05-01",
}
LARGE = b'{"needs": "' + b"a" * 1_100_000 + b'"}'


@dataclass(frozen=True)
class Bad:
    """A call that is wrong; `call` may name what the inhabited service knows, as {open}."""

    what: str
    call: str
    status: int
    slug: str
    role: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


def _json(body: Any) -> dict[str, Any]:
    return {"json": body}


def _raw(body: bytes, kind: Mapping[str, str] = JSON) -> dict[str, Any]:
    return {"data": body, "headers": kind}


def _somebody(**wrong: Any) -> dict[str, Any]:
    return _json(sample_participant("Disa") | wrong)


REGISTRATION = (
    Bad("unknown municipality", REGISTER, 422, "invalid_input", given=_somebody(municipality="9999")),
    Bad("a city without its district", REGISTER, 422, "invalid_input", given=_somebody(municipality="0180")),
    Bad("wrong types", REGISTER, 422, "invalid_input", given=_somebody(email=7, role=["nurse"])),
    Bad("no body", REGISTER, 422, "invalid_input"),
    Bad(
        "the same person twice", REGISTER, 409, "already_registered", given=_json(sample_participant("Anna"))
    ),
    Bad("malformed JSON", REGISTER, 400, "malformed_body", given=_raw(b'{"given_name": ')),
    Bad("not UTF-8", REGISTER, 400, "malformed_body", given=_raw(b'{"given_name": "\xff"}')),
    Bad("NaN", REGISTER, 400, "malformed_body", given=_raw(b'{"places": NaN}')),
    Bad("a form instead of JSON", REGISTER, 415, "wrong_media_type", given={"data": {"given_name": "Anna"}}),
    Bad("an oversized body", REGISTER, 413, "body_too_large", given=_raw(LARGE)),
    Bad(
        "an overlong key",
        REGISTER,
        400,
        "idempotency_key_too_long",
        given=_somebody() | {"headers": {"Idempotency-Key": "k" * 201}},
    ),
    Bad("a full queue", REGISTER.replace("open", "full"), 409, "waiting_list_full", given=_somebody()),
    Bad("past the deadline", REGISTER.replace("open", "late"), 409, "registration_closed", given=_somebody()),
    Bad("cancelled", REGISTER.replace("open", "cancelled"), 409, "registration_closed", given=_somebody()),
    Bad("no such occasion", REGISTER.replace("{open}", NOBODY), 404, "occasion_not_found", given=_somebody()),
    Bad("no such filter", "GET /registration/api/occasions?kind=opera", 422, "invalid_input"),
    Bad("a misspelt filter", "GET /registration/api/occasions?kinds=course", 422, "invalid_input"),
    Bad("a NUL in the address", "GET /registration/api/occasions?q=%00", 400, "bad_request"),
    Bad("no such address", "GET /registration/api/opera", 404, "not_found"),
    Bad("a wrong method", "DELETE /registration/api/occasions", 405, "method_not_allowed"),
    Bad(
        "another's registration",
        "POST /registration/api/registrations/{registration_id}/cancel",
        403,
        "not_the_holder",
        given=_json({"token": "x" * 43}),
    ),
    Bad("nobody signed in", "POST /registration/api/occasions/{open}/publish", 401, "sign_in_needed"),
    Bad(
        "a wrong staff token",
        "POST /registration/api/occasions/{open}/publish",
        401,
        "sign_in_needed",
        given={"headers": {"Authorization": "Bearer wrong"}},
    ),
    Bad(
        "a role that may not",
        "POST /registration/api/activities",
        403,
        "not_allowed",
        "representative",
        _json(sample_activity()),
    ),
    Bad(
        "published twice",
        "POST /registration/api/occasions/{open}/publish",
        409,
        "state_does_not_fit",
        "coordinator",
    ),
    Bad(
        "a second CKA",
        "POST /registration/api/representatives",
        409,
        "place_is_taken",
        "coordinator",
        _json(AS_CKA),
    ),
    Bad(
        "a representative of no municipality",
        "POST /registration/api/staff",
        422,
        "invalid_input",
        "admin",
        _json({"name": "Mats", "email": "mats@example.se", "role": "representative"}),
    ),
    Bad(
        "another's representatives",
        "GET /registration/api/representatives?municipality=0184",
        403,
        "not_your_municipality",
        "representative",
    ),
    Bad("accounts for a coordinator", "GET /registration/api/staff", 403, "not_allowed", "coordinator"),
    Bad(
        "attendance of a stranger",
        "PUT /registration/api/sessions/{session_id}/attendance",
        422,
        "not_a_participant",
        "coordinator",
        _json({"present": [NOBODY]}),
    ),
)

ANSWER = "POST /evaluation/api/answers/{unused}"
EVALUATION = (
    Bad(
        "a used link",
        ANSWER.replace("unused", "used"),
        410,
        "already_answered",
        given=_json({"answers": {"overall": 5}}),
    ),
    Bad(
        "a closed evaluation",
        ANSWER.replace("unused", "spent"),
        410,
        "evaluation_closed",
        given=_json({"answers": {"overall": 5}}),
    ),
    Bad(
        "a wrong link",
        ANSWER.replace("{unused}", "x" * 43),
        404,
        "link_unknown",
        given=_json({"answers": {"overall": 5}}),
    ),
    Bad("an answer beyond the scale", ANSWER, 422, "answers_wrong", given=_json({"answers": {"overall": 6}})),
    Bad(
        "an answer to no question",
        ANSWER,
        422,
        "answers_wrong",
        given=_json({"answers": {"overall": 5, "opera": 1}}),
    ),
    Bad("answers of a wrong type", ANSWER, 422, "invalid_input", given=_json({"answers": [5]})),
    Bad("malformed answers", ANSWER, 400, "malformed_body", given=_raw(b"{")),
    Bad("oversized answers", ANSWER, 413, "body_too_large", given=_raw(LARGE)),
    Bad(
        "closed twice",
        "POST /evaluation/api/evaluations/{closed}/close",
        409,
        "evaluation_already_closed",
        "coordinator",
    ),
    Bad(
        "no such evaluation",
        f"POST /evaluation/api/evaluations/{NOBODY}/close",
        404,
        "evaluation_unknown",
        "coordinator",
    ),
    Bad(
        "a lecturer may not close",
        "POST /evaluation/api/evaluations/{closed}/close",
        403,
        "not_allowed",
        "lecturer",
    ),
    Bad(
        "no such tertial",
        "POST /evaluation/api/periods/2026-T4/publish",
        404,
        "tertial_unknown",
        "coordinator",
    ),
    Bad(
        "a tertial to come",
        "POST /evaluation/api/periods/2026-T3/publish",
        409,
        "tertial_not_over",
        "coordinator",
    ),
    Bad("nobody signed in", "GET /evaluation/api/evaluations", 401, "sign_in_needed"),
)

NOTIFICATIONS = (
    Bad(
        "no such e-mail",
        f"POST /notifications/api/messages/{NOBODY}/resend",
        404,
        "no_such_message",
        "coordinator",
    ),
    Bad(
        "an e-mail that is under way",
        "POST /notifications/api/messages/{under_way}/resend",
        409,
        "message_is_under_way",
        "coordinator",
    ),
    Bad(
        "an address that gets mail",
        f"DELETE /notifications/api/suppressions/{NOBODY}",
        404,
        "no_such_suppression",
        "coordinator",
    ),
    Bad("no such state", "GET /notifications/api/messages?state=lost", 422, "invalid_input", "coordinator"),
    Bad("a role that may not", "GET /notifications/api/messages", 403, "not_allowed", "representative"),
    Bad("nobody signed in", "GET /notifications/api/messages", 401, "sign_in_needed"),
)

REPORTING = (
    Bad("no such period", "GET /reporting/api/totals?period=2026-T4", 422, "invalid_input", "coordinator"),
    Bad(
        "no such filter value",
        "GET /reporting/api/totals?period=2026&role=king",
        422,
        "invalid_input",
        "coordinator",
    ),
    Bad(
        "a misspelt filter", "GET /reporting/api/totals?muncipality=0182", 422, "invalid_input", "coordinator"
    ),
    Bad(
        "no such municipality",
        "GET /reporting/api/totals?period=2026&municipality=9999",
        422,
        "unknown_municipality",
        "coordinator",
    ),
    Bad(
        "another's municipality",
        "GET /reporting/api/totals?period=2026&municipality=0184",
        403,
        "not_your_municipality",
        "representative",
    ),
    Bad("a lecturer sees no goals", "GET /reporting/api/goals?period=2026", 403, "not_allowed", "lecturer"),
    Bad("nobody signed in", "GET /reporting/api/municipalities.pdf?period=2026", 401, "sign_in_needed"),
    Bad("a wrong method", "POST /reporting/api/totals", 405, "method_not_allowed"),
    Bad(
        "a report on another's municipality",
        "GET /reporting/api/report.pdf?period=2026&municipality=0184",
        403,
        "not_your_municipality",
        "representative",
    ),
    Bad(
        "a period that is no tertial",
        "POST /reporting/api/periods/2026-03/freeze",
        422,
        "period_cannot_be_frozen",
        "coordinator",
        _json({}),
    ),
    Bad(
        "a period that runs",
        "POST /reporting/api/periods/2026/freeze",
        409,
        "period_is_not_over",
        "coordinator",
        _json({}),
    ),
)

CASES = (*REGISTRATION, *EVALUATION, *NOTIFICATIONS, *REPORTING)
