"""Questionnaires themselves: made, named, retired and taken into use again."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import QuestionnaireVersion, StoredQuestionnaire
from services.evaluation.queries.drafts import Version, rules_that_send, see_version
from services.evaluation.questionnaires.problems import (
    CodeIsTaken,
    QuestionnaireIsInUse,
    QuestionnaireIsUnknown,
)
from shared.audit import note

LONGEST_CODE = 40
_NOT_IN_A_CODE = re.compile(r"[^a-z0-9]+")


def create_questionnaire(session: Session, new: Mapping[str, Any]) -> Version:
    """A questionnaire that begins as a draft: empty, or asking what `copy_of` asks.

    `code` is made of the name where none is given. Raises CodeIsTaken, QuestionnaireIsUnknown.
    """
    copied = see_version(session, new["copy_of"]) if new.get("copy_of") else None
    code = new.get("code") or _free_code(session, new["name"])
    if session.get(StoredQuestionnaire, code) is not None:
        raise CodeIsTaken(errors={"code": [CodeIsTaken.title]})
    purpose = copied.purpose if copied else new["purpose"]
    session.add(StoredQuestionnaire(code=code, name=new["name"], purpose=purpose, is_retired=False))
    session.flush()
    content = copied.content if copied else {"questions": []}
    session.add(QuestionnaireVersion(code=code, version=1, content=dict(content), published_on=None))
    session.flush()
    note(session, "questionnaire.created", code, purpose=purpose, copy_of=copied and copied.code)
    return see_version(session, code)


def describe_questionnaire(session: Session, code: str, change: Mapping[str, Any]) -> None:
    """Give a questionnaire another name, retire it, or take it into use again; what is left out stays.

    Raises QuestionnaireIsUnknown, QuestionnaireIsInUse.
    """
    found = session.get(StoredQuestionnaire, code, with_for_update=True)
    if found is None:
        raise QuestionnaireIsUnknown()
    if change.get("is_retired") and not found.is_retired and rules_that_send(session, code):
        raise QuestionnaireIsInUse()
    changed = {name: value for name, value in change.items() if getattr(found, name) != value}
    for name, value in changed.items():
        setattr(found, name, value)
    session.flush()
    if changed:
        note(session, "questionnaire.changed", code, fields=sorted(changed))


def code_of(text: str) -> str:
    """A code made of somebody's words: small letters without accents, digits and underscores."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    code = _NOT_IN_A_CODE.sub("_", plain).strip("_")[:LONGEST_CODE].strip("_")
    return code if code[:1].isalpha() else f"q_{code}"[:LONGEST_CODE].strip("_")


def free_code(text: str, taken: set[str]) -> str:
    """A code made of somebody's words that nothing has yet."""
    first = code_of(text)
    code, number = first, 2
    while code in taken:
        code = f"{first[: LONGEST_CODE - 4]}_{number}"
        number += 1
    return code


def _free_code(session: Session, name: str) -> str:
    return free_code(name, set(session.scalars(sa.select(StoredQuestionnaire.code))))
