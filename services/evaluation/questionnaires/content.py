"""Questionnaires as they are stored: plain values of JSON, read without looking back at who wrote them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from services.evaluation.questionnaires.questions import Condition, Option, Question
from services.evaluation.questionnaires.texts import NOTHING, Texts

Content = Mapping[str, Any]  # {"questions": [...]}


def questions_of(content: Content) -> tuple[Question, ...]:
    """The questions of a stored questionnaire, in order."""
    return tuple(_question(item) for item in content["questions"])


def content_of(questions: Iterable[Question]) -> dict[str, Any]:
    """Questions as they are stored; what is empty is left out."""
    return {"questions": [_stored(item) for item in questions]}


def revision_of(content: Content) -> str:
    """A name for exactly this content, by which a page knows that nobody has changed it since."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _stored(item: Question) -> dict[str, Any]:
    condition = item.shown_if
    values = {
        "code": item.code,
        "kind": item.kind,
        "text": _written(item.text),
        "help": _written(item.help),
        "lowest": _written(item.lowest),
        "highest": _written(item.highest),
        "options": [{"code": option.code, "text": _written(option.text)} for option in item.options],
        "bands": list(item.bands),
        "is_required": item.is_required,
        "shown_if": condition and {"question": condition.question, "values": sorted(condition.values)},
    }
    return {name: value for name, value in values.items() if value}


def _written(texts: Texts) -> dict[str, str]:
    return {language: text for language, text in texts.by_language.items() if text}


def _question(item: Mapping[str, Any]) -> Question:
    condition = item.get("shown_if")
    return Question(
        code=item["code"],
        kind=item["kind"],
        text=Texts(item["text"]),
        help=_texts(item, "help"),
        lowest=_texts(item, "lowest"),
        highest=_texts(item, "highest"),
        options=tuple(Option(option["code"], Texts(option["text"])) for option in item.get("options", ())),
        bands=tuple(item.get("bands", ())),
        is_required=item.get("is_required", False),
        shown_if=Condition(condition["question"], frozenset(condition["values"])) if condition else None,
    )


def _texts(item: Mapping[str, Any], name: str) -> Texts:
    return Texts(item[name]) if item.get(name) else NOTHING
