"""What programs get wrong about the office's work, and what they are to be told."""

from tests.contracts.bad_calls import NOBODY, Bad
from tests.contracts.bad_region_calls import as_json
from tests.registration.samples import sample_participant

OPEN = "/registration/api/occasions/{open}"
NO_OCCASION = f"/registration/api/occasions/{NOBODY}"
DOOR = "/registration/api/sessions/{session_id}/attendance"
FREE = "/registration/api/registrations/{registration_id}"
WAIVER = "/registration/api/registrations/{charged}/waiver"
STAFF = "/registration/api/staff/{account_id}"
NO_PERSON = f"/registration/api/persons/{NOBODY}"
MET = {"first_day": "2026-09-01", "count": 3, "starts": "09:00", "ends": "12:00", "venue": "Hornsgatan 20"}
DISA = sample_participant("Disa")


def _office(what: str, call: str, status: int, slug: str, body: object = None) -> Bad:
    return Bad(what, call, status, slug, "coordinator", {} if body is None else as_json(body))


OFFICE = (
    _office(
        "an activity of no kind",
        "PATCH /registration/api/activities/{activity_id}",
        422,
        "invalid_input",
        {"kind": "opera"},
    ),
    _office(
        "a course without days",
        "POST /registration/api/activities/{activity_id}/occasions",
        422,
        "invalid_input",
        {"places": 5, "sessions": []},
    ),
    _office(
        "an occasion of no activity",
        f"POST /registration/api/activities/{NOBODY}/occasions",
        404,
        "activity_not_found",
        {
            "places": 5,
            "sessions": [
                {
                    "starts_at": "2026-09-01T09:00:00+02:00",
                    "ends_at": "2026-09-01T12:00:00+02:00",
                    "venue": "Zoom",
                }
            ],
        },
    ),
    _office("fewer than no places", f"PATCH {OPEN}", 422, "invalid_input", {"places": 0}),
    _office("too much to bring", f"PATCH {OPEN}", 422, "invalid_input", {"bring": "a" * 1_001}),
    _office(
        "a change of what is called off",
        "PATCH /registration/api/occasions/{cancelled}",
        409,
        "state_does_not_fit",
        {"places": 5},
    ),
    _office("called off without a reason", f"POST {OPEN}/cancel", 422, "invalid_input", {"reason": " "}),
    _office(
        "called off twice",
        "POST /registration/api/occasions/{cancelled}/cancel",
        409,
        "state_does_not_fit",
        {"reason": "Sjuk."},
    ),
    _office(
        "a draft marked as held",
        "POST /registration/api/occasions/{draft_id}/complete",
        409,
        "state_does_not_fit",
    ),
    _office("a copy to no day", f"POST {OPEN}/duplicate", 422, "invalid_input", {"first_day": "2026-02-30"}),
    _office("dates without an end", f"POST {OPEN}/repeat", 422, "invalid_input", MET | {"count": None}),
    _office(
        "meetings that end before they start",
        f"POST {OPEN}/repeat",
        422,
        "invalid_input",
        MET | {"ends": "08:00"},
    ),
    _office("a note on no occasion", f"PUT {NO_OCCASION}/note", 404, "occasion_not_found", {"note": "Ring."}),
    _office("an overlong note", f"PUT {OPEN}/note", 422, "invalid_input", {"note": "a" * 5_001}),
    _office(
        "a note on no registration",
        f"PUT /registration/api/registrations/{NOBODY}/note",
        404,
        "registration_not_found",
        {"note": "Ring."},
    ),
    _office(
        "a note on nobody",
        f"PUT {OPEN}/registrations/note",
        422,
        "invalid_input",
        {"ids": [], "note": "Ring."},
    ),
    _office(
        "strangers cancelled",
        f"POST {OPEN}/registrations/cancel",
        404,
        "registration_not_found",
        {"ids": [NOBODY]},
    ),
    _office(
        "added where it is called off",
        "POST /registration/api/office/occasions/{cancelled}/registrations",
        409,
        "registration_closed",
        DISA,
    ),
    _office(
        "added twice",
        "POST /registration/api/office/occasions/{open}/registrations",
        409,
        "already_registered",
        sample_participant("Anna"),
    ),
    _office(
        "a bad row among good ones",
        f"POST {OPEN}/registrations/import",
        422,
        "invalid_input",
        {"participants": [DISA, DISA | {"role": "king"}]},
    ),
    _office(
        "the same person on two rows",
        f"POST {OPEN}/registrations/import",
        422,
        "people_are_wrong",
        {"participants": [DISA, DISA]},
    ),
    _office("a charge waived for no reason", f"PUT {WAIVER}", 422, "invalid_input", {"reason": " "}),
    _office("nothing to waive", f"PUT {FREE}/waiver", 409, "nothing_is_charged", {"reason": "Snö."}),
    _office("nothing was waived", f"DELETE {WAIVER}", 409, "nothing_is_waived"),
    Bad(
        "another's attendance", f"PUT {DOOR}", 403, "not_your_occasion", "lecturer", as_json({"present": []})
    ),
    _office("a stranger noted as present", f"PUT {DOOR}/{NOBODY}", 422, "not_a_participant", {}),
    _office(
        "an account for a lecturer", f"PUT /registration/api/lecturers/{NOBODY}/account", 403, "not_allowed"
    ),
    _office(
        "a lecturer without an address",
        "PATCH /registration/api/lecturers/{lecturer_id}",
        422,
        "invalid_input",
        {"email": "ulla"},
    ),
    _office("nobody's data collected", f"POST {NO_PERSON}/export", 404, "person_not_found"),
    _office("nobody erased", f"POST {NO_PERSON}/erase", 404, "person_not_found"),
    _office(
        "somebody kept apart from themselves",
        f"POST {NO_PERSON}/keep-apart",
        409,
        "persons_cannot_merge",
        {"other_id": NOBODY},
    ),
    _office(
        "nobody protected", f"PUT {NO_PERSON}/protection", 404, "person_not_found", {"is_protected": True}
    ),
    _office(
        "an area that is there",
        "POST /registration/api/region/areas",
        409,
        "already_in_the_region",
        {"name": "Bemötande och kommunikation"},
    ),
    _office(
        "a municipality without a name",
        "PATCH /registration/api/region/municipalities/{code}",
        422,
        "invalid_input",
        {"name": ""},
    ),
    _office(
        "a district that is there",
        "POST /registration/api/region/municipalities/0180/districts",
        409,
        "already_in_the_region",
        {"name": "Farsta", "staff": 5},
    ),
    _office(
        "a mandate that ends before it began",
        "POST /registration/api/representatives/{mandate_id}/end",
        422,
        "ends_before_it_begins",
        {"to_on": "2025-01-01"},
    ),
    _office(
        "a mandate of no day",
        "PATCH /registration/api/representatives/{mandate_id}",
        422,
        "invalid_input",
        {"from_on": "i går"},
    ),
    _office(
        "a workplace in no municipality",
        "PATCH /registration/api/workplaces/{workplace_id}",
        422,
        "invalid_input",
        {"municipality": "9999"},
    ),
    _office(
        "a workplace merged into none",
        "POST /registration/api/workplaces/{workplace_id}/merge",
        404,
        "workplace_not_found",
        {"into_id": NOBODY},
    ),
    _office(
        "no typed name",
        "POST /registration/api/workplaces/{workplace_id}/typed",
        422,
        "invalid_input",
        {"name": ""},
    ),
)
ADMIN = (
    Bad("no such role", f"PATCH {STAFF}", 422, "invalid_input", "admin", as_json({"role": "king"})),
    Bad(
        "no such account to close",
        f"POST /registration/api/staff/{NOBODY}/close",
        404,
        "account_not_found",
        "admin",
    ),
    Bad(
        "no such account to open",
        f"POST /registration/api/staff/{NOBODY}/open",
        404,
        "account_not_found",
        "admin",
    ),
    Bad(
        "no such account to sign out",
        f"POST /registration/api/staff/{NOBODY}/sign-out",
        404,
        "account_not_found",
        "admin",
    ),
    Bad(
        "a link for a stranger",
        f"POST /registration/api/staff/{NOBODY}/password-link",
        404,
        "account_not_found",
        "admin",
    ),
    Bad(
        "a token without a name",
        "POST /registration/api/tokens",
        422,
        "invalid_input",
        "admin",
        as_json({"name": "", "role": "coordinator"}),
    ),
    Bad("no such token", f"DELETE /registration/api/tokens/{NOBODY}", 404, "token_not_found", "admin"),
)
