"""The office's own words in an e-mail: which parts may be changed, and what they must still say.

The parts are the subject, the introduction and the closing. Times, links, buttons and deadlines stand
outside of them, so nothing that the reader needs in order to act can be lost; nor can a promise to those
who are asked to evaluate.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.delivery.pieces import Pieces
from services.notifications.emails import EMAILS, OF_EVALUATION
from services.notifications.letters import placeholders
from services.notifications.letters.rendering import FOLDER, original
from services.notifications.models import Wording
from services.notifications.problems import NoSuchEmail
from shared import clock
from shared.audit import current_actor, note
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.ids import new_id

PARTS = ("subject", "lead", "after")
Words = dict[str, str]

# What our words hang on, by which one sentence becomes another: such a part is not for changing.
_VARYING = re.compile(r"\b(by|in_group|reminder|source|members|unnamed|calendar|period|subject is defined)\b")
_FACTS = frozenset({"title", "position", "participant"})
# Marks that make sense wherever our own words have the other fact.
_RELATED = {"title": "first_day", "closes_on": "closes_on", "expires_at": "deadline"}
_CHANGES = (
    sa.select(Wording.template, Wording.language, Wording.words)
    .where(Wording.template.in_(sa.bindparam("templates", expanding=True)), Wording.holds)
    .order_by(Wording.id)
)
_FREE = frozenset({"first_name", "office"})


@dataclass(frozen=True)
class Part:
    """A part that may be changed: the marks that it may have, and those that it must have."""

    name: str
    allowed: frozenset[str]
    necessary: frozenset[str]


@cache
def parts_of(template: str, language: str) -> tuple[Part, ...]:
    """The parts of an e-mail that may be changed. Raises NoSuchEmail."""
    if template not in EMAILS or language not in LANGUAGES:
        raise NoSuchEmail()
    whole = _source(template, "body", language)
    # What those asked are promised, that nobody can tell who answered what, holds however it is put.
    names = PARTS[:2] if template in OF_EVALUATION else PARTS
    made = (_part(name, source, whole) for name in names if (source := _words_of(template, name, language)))
    return tuple(part for part in made if part)


def _part(name: str, source: str, whole: str) -> Part | None:
    if _VARYING.search(re.sub(r"{%.*?block.*?%}", "", source)):
        return None
    told = frozenset(fact for fact in _FACTS if re.search(rf"\b{fact}\b", source))
    known = {fact for fact in _FACTS if re.search(rf"\b{fact}\b", whole)}
    more = {mark for fact, mark in _RELATED.items() if fact in whole}
    return Part(name, told | known | more | _FREE, told & {"title"} if name == "subject" else told)


def _words_of(template: str, part: str, language: str) -> str | None:
    if part == "subject":
        return _source(template, "subject", language)
    found = re.search(
        rf"{{% block {part} %}}(.*?){{% endblock %}}", _source(template, "body", language), re.S
    )
    return found[1] if found else None


def _source(template: str, file: str, language: str) -> str:
    return (FOLDER / template / f"{file}.{language}.txt").read_text(encoding="utf-8")


def faults(template: str, language: str, words: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with words that somebody typed, by the part, as they will read it."""
    found = {part.name: _faults(part, words.get(part.name, "")) for part in parts_of(template, language)}
    return {name: texts for name, texts in found.items() if texts}


def _faults(part: Part, text: str) -> list[str]:
    if not text:
        return []
    names, texts = placeholders.names_in(text), []
    if placeholders.has_stray_brace(text):
        texts.append(_("A brace stands alone. A mark is written as {title}."))
    if unknown := sorted(names - part.allowed):
        texts.append(_("There is no such mark here: %(marks)s.", marks=_listed(unknown)))
    if missing := sorted(part.necessary - names):
        texts.append(_("The reader needs this too: %(marks)s.", marks=_listed(missing)))
    return texts


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def draft(session: Session, template: str, language: str, words: Mapping[str, str]) -> Wording:
    """Keep words to look at, which do not hold. Raises NoSuchEmail."""
    return _add(session, template, language, words, holds=False)


def adjust(session: Session, template: str, language: str, words: Mapping[str, str]) -> None:
    """Let these words hold from now on, where they differ from ours; none at all means ours again.

    The caller has checked them by `faults`. Raises NoSuchEmail.
    """
    made = _add(session, template, language, words, holds=True)
    note(session, "wording.changed", template, language=language, parts=sorted(made.words))


def _add(session: Session, template: str, language: str, words: Mapping[str, str], *, holds: bool) -> Wording:
    typed = {part.name: _tidy(words.get(part.name, "")) for part in parts_of(template, language)}
    written = ours(template, language)
    made = Wording(
        id=new_id(),
        template=template,
        language=language,
        words={name: text for name, text in typed.items() if text and text != written[name]},
        holds=holds,
        changed_at=clock.now(),
        changed_by=current_actor().staff_id,
    )
    session.add(made)
    return made


def ours(template: str, language: str) -> Words:
    """The parts as we wrote them, with marks in the place of facts."""
    return original(template, language, [part.name for part in parts_of(template, language)])


def _tidy(text: str) -> str:
    """Line breaks as we have them, so that an empty line is one."""
    lines = (line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def current(session: Session, templates: Iterable[str]) -> dict[tuple[str, str], Words]:
    """The words that hold, by e-mail and language; an e-mail that has ours is left out."""
    rows = session.connection().execute(_CHANGES, {"templates": sorted(set(templates))})
    found = {(template, language): words for template, language, words in rows}  # the newest comes last
    return {key: words for key, words in found.items() if words}


def give_words(session: Session, claimed: Sequence[Pieces]) -> None:
    """Give the pieces of each message the office's own words in its reader's language."""
    if claimed:
        found = current(session, (pieces.message.template for pieces in claimed))
        for pieces in claimed:
            pieces.adjusted = found.get((pieces.message.template, pieces.contact.language))


def history(session: Session, template: str, language: str) -> Sequence[Wording]:
    """Every change of these words, the newest first."""
    return session.scalars(
        sa.select(Wording)
        .where(Wording.template == template, Wording.language == language, Wording.holds)
        .order_by(Wording.id.desc())
        .limit(50)
    ).all()
