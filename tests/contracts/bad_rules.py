"""What the office gets wrong of rules, what lecturers get wrong, and what they are to be told."""

from typing import Any

from tests.contracts.bad_calls import Bad
from tests.contracts.bad_forms import BadForm
from tests.contracts.rules import SAMPLED
from tests.evaluation.rule_book import PLAIN

AT = "/evaluation/rules"
REPORT = "/evaluation/report/{report_token}"


def _bad(what: str, slug: str, *rules: Any, status: int = 422, role: str = "coordinator") -> Bad:
    return Bad(what, "PUT /evaluation/api/rules", status, slug, role, {"json": {"rules": list(rules)}})


def _form(what: str, to: str, fields: dict[str, Any], english: str, swedish: str, **other: Any) -> BadForm:
    return BadForm(
        what, to, fields, **{"status": 422, "role": "coordinator"} | other, english=english, swedish=swedish
    )


RULES = (
    _bad("a rule of no such kind", "invalid_input", PLAIN | {"kind": "opera"}),
    _bad("a follow-up after three years", "invalid_input", PLAIN | {"follow_up_months": 36}),
    _bad("a reminder after the closing", "rule_wrong", PLAIN | {"reminder_days": [15]}),
    _bad("a share above the whole", "rule_wrong", PLAIN, SAMPLED | {"sample_size": 101}),
    _bad("an unknown questionnaire", "rule_wrong", PLAIN | {"questionnaire": "opera"}),
    _bad("no rule for all", "rule_for_all_stays", SAMPLED, status=409),
    _bad("two rules of a kind", "rule_exists", PLAIN, SAMPLED, SAMPLED, status=409),
    _bad("a lecturer's rules", "not_allowed", PLAIN, status=403, role="lecturer"),
)
RULE_FORMS = (
    _form(
        "a rule that reminds too late",
        f"{AT}/new",
        {"kind": "seminar", "questionnaire": "standard", "first_reminder": "30", "lecturer_when": "never"},
        "A reminder must come while the evaluation is open.",
        "En påminnelse måste komma medan utvärderingen är öppen.",
    ),
    _form(
        "a second rule of a kind",
        f"{AT}/new",
        {"kind": "network", "questionnaire": "standard", "lecturer_when": "never"},
        "There is a rule for that kind and form already.",
        "Det finns redan en regel för den typen och formen.",
    ),
    _form(
        "a sample of four",
        f"{AT}/{{rule_id}}",
        {"questionnaire": "network", "sample_by": "number", "sample_size": "4", "lecturer_when": "never"},
        "Results of fewer than five are never shown, so draw five or more.",
        "Resultat från färre än fem visas aldrig, så dra fem eller fler.",
    ),
    _form(
        "the rule for all removed",
        f"{AT}/{{rule_for_all}}/remove",
        {},
        "The rule for all other occasions has to stay",
        "Regeln för alla andra tillfällen måste finnas kvar",
        page=f"{AT}/{{rule_id}}",
        status=409,
    ),
    _form(
        "a lecturer's report without the goal",
        REPORT,
        {"what_worked": "Allt"},
        "Answer this question.",
        "Svara på den här frågan.",
        role=None,
    ),
)
