"""What programs get wrong about places: groups, links, offers, approvals, the door and own registrations."""

from tests.contracts.bad_calls import NOBODY, Bad
from tests.contracts.bad_region_calls import as_json
from tests.registration.samples import sample_group, sample_participant

GROUP = "POST /registration/api/occasions/{open}/groups"
ONE = "/registration/api/registrations/{registration_id}"
OFFERED = "POST /registration/api/registrations/{offered_id}"
APPROVAL = "/registration/api/approvals/"
DOOR = "POST /registration/api/check-ins/"
WRONG = "x" * 43
SIX = [sample_participant(name) for name in ("Ada", "Bea", "Cia", "Dea", "Eja", "Fia")]


def _member(**wrong: object) -> dict[str, object]:
    return as_json(sample_group({"role": "base_staff"} | wrong))


PLACES = (
    Bad("a group without members", GROUP, 422, "invalid_input", given=as_json(sample_group())),
    Bad("half a name in a group", GROUP, 422, "invalid_input", given=_member(given_name="Eva")),
    Bad("a member with a wrong role", GROUP, 422, "invalid_input", given=_member(role="king")),
    Bad(
        "somebody who is there already",
        GROUP,
        409,
        "already_registered",
        given=as_json(sample_group(SIX[0] | {"given_name": "Anna", "email": "anna.ek@huddinge.example"})),
    ),
    Bad("a group that never fits", GROUP, 409, "group_too_large", given=as_json(sample_group(*SIX))),
    Bad(
        "a group past the deadline",
        GROUP.replace("open", "late"),
        409,
        "registration_closed",
        given=as_json(sample_group(SIX[0])),
    ),
    Bad(
        "another's group",
        "POST /registration/api/groups/{party_id}/cancel",
        403,
        "not_the_holder",
        given=as_json({"token": WRONG}),
    ),
    Bad(
        "no such group",
        f"POST /registration/api/groups/{NOBODY}/cancel",
        403,
        "not_the_holder",
        given=as_json({"token": WRONG}),
    ),
    Bad(
        "a change by a stranger",
        f"PATCH {ONE}",
        403,
        "not_the_holder",
        given=as_json({"token": WRONG, "role": "manager"}),
    ),
    Bad(
        "a change to no municipality",
        f"PATCH {ONE}",
        422,
        "invalid_input",
        "coordinator",
        as_json({"municipality": "9999"}),
    ),
    Bad(
        "a district without its city",
        f"PATCH {ONE}",
        422,
        "invalid_input",
        "coordinator",
        as_json({"district": "jarva"}),
    ),
    Bad(
        "a correction without its reason",
        "PATCH /registration/api/registrations/{present_id}",
        422,
        "reason_needed",
        "coordinator",
        as_json({"role": "manager"}),
    ),
    Bad(
        "a place named twice",
        f"POST {ONE}/name",
        409,
        "place_is_named",
        "coordinator",
        as_json({"given_name": "Disa", "family_name": "Ek", "email": "disa@example.se"}),
    ),
    Bad(
        "a name without an address",
        "POST /registration/api/registrations/{unnamed_id}/name",
        422,
        "invalid_input",
        "coordinator",
        as_json({"given_name": "Disa", "family_name": "Ek"}),
    ),
    Bad(
        "somebody there already instead",
        f"POST {ONE}/replace",
        409,
        "already_registered",
        "coordinator",
        as_json({"given_name": "Bo", "family_name": "Ek", "email": "bo.ek@huddinge.example"}),
    ),
    Bad(
        "an offered place passed on",
        f"{OFFERED}/replace",
        409,
        "no_place_to_pass_on",
        "coordinator",
        as_json({"given_name": "Disa", "family_name": "Ek", "email": "disa@example.se"}),
    ),
    Bad(
        "a replacement without a name",
        f"POST {ONE}/replace",
        422,
        "invalid_input",
        "coordinator",
        as_json({"email": "disa@example.se"}),
    ),
    Bad("another's offer", f"{OFFERED}/accept", 403, "not_the_holder", given=as_json({"token": WRONG})),
    Bad(
        "nothing offered to accept",
        f"POST {ONE}/accept",
        409,
        "nothing_is_offered",
        "coordinator",
        as_json({}),
    ),
    Bad(
        "nothing offered to decline",
        f"POST {ONE}/decline",
        409,
        "nothing_is_offered",
        "coordinator",
        as_json({}),
    ),
    Bad("a wrong link to approve by", f"POST {APPROVAL}{WRONG}/approve", 404, "approval_not_found"),
    Bad(
        "declined without a reason",
        f"POST {APPROVAL}{{approval_token}}/decline",
        422,
        "invalid_input",
        given=as_json({"reason": " "}),
    ),
    Bad(
        "a wrong code at the door",
        f"{DOOR}ABCD-EFGH",
        404,
        "check_in_code_wrong",
        given=as_json({"email": "anna.ek@huddinge.example"}),
    ),
    Bad(
        "no address at the door",
        f"{DOOR}{{check_in_code}}",
        422,
        "invalid_input",
        given=as_json({"email": "anna"}),
    ),
    Bad(
        "a link to no address",
        "POST /registration/api/sign-in-links",
        422,
        "invalid_input",
        given=as_json({"email": "anna"}),
    ),
    Bad(
        "a link that never was",
        "POST /registration/api/sign-ins",
        410,
        "sign_in_link_spent",
        given=as_json({"token": WRONG}),
    ),
    Bad("signed out twice", "DELETE /registration/api/mine", 401, "sign_in_needed"),
)
