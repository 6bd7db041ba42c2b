"""What programs and people get wrong when they write questionnaires, and what they are to be told."""

from typing import Any

from tests.contracts.bad_calls import Bad
from tests.contracts.bad_forms import BadForm
from tests.contracts.questionnaires import MOOD

API = "/evaluation/api/questionnaires"
DRAFT = f"PUT {API}/needs/draft"


def _draft(*questions: Any, **more: Any) -> dict[str, Any]:
    return {"json": {"questions": list(questions), **more}}


def _bad(what: str, call: str, status: int, slug: str, **given: Any) -> Bad:
    return Bad(what, call, status, slug, role="coordinator", given=given)


QUESTIONNAIRES = (
    _bad("no such questionnaire", f"GET {API}/nothing", 404, "questionnaire_unknown"),
    _bad("no such version", f"GET {API}/needs?version=9", 404, "questionnaire_unknown"),
    _bad("no draft", f"GET {API}/year/draft", 404, "draft_unknown"),
    _bad("a draft that is gone", f"DELETE {API}/year/draft", 404, "draft_unknown"),
    _bad("a draft without questions", DRAFT, 422, "invalid_input", json={"name": "Behov"}),
    _bad("an unknown kind", DRAFT, 422, "invalid_input", **_draft(MOOD | {"kind": "colour"})),
    _bad("a code of another kind", DRAFT, 422, "draft_wrong", **_draft(MOOD | {"code": "overall"})),
    _bad("a code twice", DRAFT, 422, "draft_wrong", **_draft(MOOD, MOOD)),
    _bad("a draft that another changed", DRAFT, 409, "draft_changed", **_draft(MOOD, revision="0" * 16)),
    _bad(
        "publishing what another changed",
        f"POST {API}/needs/publish",
        409,
        "draft_changed",
        json={"revision": "0" * 16},
    ),
    _bad("a nameless questionnaire", f"POST {API}", 422, "invalid_input", json={"name": " "}),
    _bad(
        "a code that is taken",
        f"POST {API}",
        409,
        "questionnaire_code_taken",
        json={"name": "Behov", "code": "needs"},
    ),
    _bad(
        "retiring what a rule sends",
        f"PATCH {API}/standard",
        409,
        "questionnaire_in_use",
        json={"is_retired": True},
    ),
    Bad("a lecturer who writes questions", f"GET {API}", 403, "not_allowed", role="lecturer"),
)

PAGES = "/evaluation/questionnaires"
NEW_QUESTION = f"{PAGES}/needs/draft/new-question?kind=one_of"
QUESTIONNAIRE_FORMS = (
    BadForm(
        "a question without words",
        NEW_QUESTION,
        {"kind": "one_of", "options.0.sv": "Sol", "options.1.sv": "Regn"},
        422,
        "Write the text in Swedish.",
        "Skriv texten på svenska.",
        role="coordinator",
    ),
    BadForm(
        "one alternative",
        NEW_QUESTION,
        {"kind": "one_of", "text.sv": "Hur är vädret?", "options.0.sv": "Sol"},
        422,
        "Give from two to 20 alternatives.",
        "Skriv mellan två och 20 alternativ.",
        role="coordinator",
    ),
    BadForm(
        "a question that another changed",
        f"{PAGES}/needs/draft/questions/biggest_need",
        {"kind": "text", "text.sv": "Vad är viktigast?", "seen": "0" * 16},
        422,
        "Somebody else has changed the draft in the meantime.",
        "Någon annan har ändrat i utkastet under tiden.",
        role="coordinator",
    ),
    BadForm(
        "removing what others hang on",
        f"{PAGES}/needs/draft/questions/topics/remove",
        {"sure": "yes"},
        409,
        "Another question is asked only of those who gave a certain answer to this one.",
        "En annan fråga bygger på svaret på den här.",
        page=f"{PAGES}/needs/draft",
        role="coordinator",
    ),
    BadForm(
        "a nameless questionnaire",
        f"{PAGES}/new-one",
        {"purpose": "survey"},
        422,
        "Fill in this field.",
        "Fyll i det här fältet.",
        role="coordinator",
    ),
)
