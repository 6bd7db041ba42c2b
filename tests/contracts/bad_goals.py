"""What the office gets wrong of goals and comments, and what it is to be told."""

from typing import Any

from tests.contracts.bad_calls import Bad
from tests.contracts.bad_forms import BadForm

AT = "/reporting/goals"
HOURS = {"sentence": "2 500 timmar.", "area": "Deltagande", "measure": "hours", "target": 2500}
FORM = HOURS | {"comparison": "at_least", "target": "2500"}
COMMENT = "/reporting/api/goals/enough_knowledge/comments"


def _bad(what: str, slug: str, *, call: str = "POST /reporting/api/goals", **wrong: Any) -> Bad:
    status, role = wrong.pop("status", 422), wrong.pop("role", "coordinator")
    return Bad(what, call, status, slug, role, {"json": HOURS | wrong})


def _form(what: str, english: str, swedish: str, **wrong: Any) -> BadForm:
    return BadForm(what, f"{AT}/new", FORM | wrong, 422, role="coordinator", english=english, swedish=swedish)


GOALS = (
    _bad("a goal of no such measure", "invalid_input", measure="happiness"),
    _bad("a goal without a target", "goal_is_wrong", target=None),
    _bad("answers cut by role", "goal_is_wrong", measure="overall_mean", target=4, cut={"role": "nurse"}),
    _bad("a code that is taken", "goal_exists", status=409, code="enough_knowledge"),
    _bad("a representative's goal", "not_allowed", status=403, role="representative"),
    _bad("a goal that nobody has", "goal_not_found", status=404, call="PUT /reporting/api/goals/happiness"),
    _bad(
        "a goal that somebody else changed", "goal_is_stale", status=409,
        call="PUT /reporting/api/goals/enough_knowledge", seen=7,
    ),
    Bad(
        "a comment on a year", f"PUT {COMMENT}/2026", 422, "comment_needs_a_tertial", "coordinator",
        {"json": {"text": "Bra."}},
    ),
    Bad(
        "a comment on a text that was changed", f"PUT {COMMENT}/2026-T1", 409, "goal_is_stale", "coordinator",
        {"json": {"text": "Bra.", "seen": 3}},
    ),
)  # fmt: skip
GOAL_FORMS = (
    _form(
        "a target in words", "Write the target as a number, such as 90.",
        "Skriv målvärdet som ett tal, till exempel 90.", target="många",
    ),
    _form(
        "a share above the whole", "The target is higher than the measure can get.",
        "Målvärdet är högre än mätetalet kan bli.", measure="response_rate", target="120",
    ),
    _form(
        "somebody's address", "Write a post, such as the office, and no name or address.",
        "Skriv en funktion, till exempel kansliet, och inget namn eller någon adress.",
        responsible="anna@nacka.example",
    ),
)  # fmt: skip
