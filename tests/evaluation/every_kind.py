"""A questionnaire that has every kind of question, and questions that hang on others."""

from typing import Any

from services.evaluation.questionnaires import Question, Questionnaire, questions_of

CONTENT: dict[str, Any] = {
    "questions": [
        {
            "code": "overall",
            "kind": "scale",
            "text": {"sv": "Hur nöjd är du?", "easy": "Är du nöjd?", "en": "How satisfied are you?"},
            "lowest": {"sv": "Inte alls nöjd"},
            "highest": {"sv": "Mycket nöjd"},
            "is_required": True,
        },
        {
            "code": "recommend",
            "kind": "recommendation",
            "text": {"sv": "Rekommenderar du kursen?"},
            "lowest": {"sv": "Nej"},
            "highest": {"sv": "Ja"},
        },
        {"code": "used", "kind": "yes_no", "text": {"sv": "Har du använt det?"}},
        {
            "code": "hindrance",
            "kind": "one_of",
            "text": {"sv": "Varför inte?"},
            "is_required": True,
            "options": [
                {"code": "no_time", "text": {"sv": "Tiden räckte inte"}},
                {"code": "no_support", "text": {"sv": "Stödet saknades"}},
            ],
            "shown_if": {"question": "used", "values": ["no"]},
        },
        {
            "code": "support",
            "kind": "short_text",
            "text": {"sv": "Vilket stöd?"},
            "shown_if": {"question": "hindrance", "values": ["no_support"]},
        },
        {
            "code": "topics",
            "kind": "many_of",
            "text": {"sv": "Vilka ämnen?"},
            "help": {"sv": "Du kan välja flera."},
            "options": [
                {"code": "lss", "text": {"sv": "LSS"}},
                {"code": "npf", "text": {"sv": "NPF"}},
            ],
        },
        {"code": "staff", "kind": "number", "text": {"sv": "Hur många?"}, "bands": [0, 5, 20]},
        {"code": "good", "kind": "text", "text": {"sv": "Vad var bra?"}},
    ]
}
EVERY_KIND = Questionnaire("every_kind", 1, "Varje sort", "occasion", questions_of(CONTENT))


def a_question(code: str = "mood", kind: str = "yes_no", **more: Any) -> Question:
    """A question that is right, but for what is said otherwise."""
    content = {"code": code, "kind": kind, "text": {"sv": "Är du glad?"}} | more
    return questions_of({"questions": [content]})[0]


def alternatives(*codes: str) -> list[dict[str, Any]]:
    """Options by their codes."""
    return [{"code": code, "text": {"sv": code.title()}} for code in codes]
