"""Turning content into words: subject, plain text and HTML, from one folder for each e-mail.

The wording stands once for each language, as blocks in body.<language>.txt. It is rendered plain for the
text part and escaped for the HTML part, whose look is in body.mjml and the shared frame.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup

from services.notifications.delivery.lanes import TOPIC_OF, TOPICS
from services.notifications.emails import EMAILS
from services.notifications.letters import digest_words, placeholders, wording
from services.notifications.letters.content import Content
from services.notifications.telling.reports import report_name
from shared.i18n import DEFAULT, LANGUAGES, in_language
from shared.service import service

FOLDER = Path(__file__).parent.parent / "templates" / "email"
_PARTS = FOLDER / "frame"
_STANDS_OUT = frozenset({"title", "participant"})
_STRONG = Markup("<strong>{}</strong>")
_INCLUDE = re.compile(r'<mj-include path="([a-z.]+)" />')


@dataclass(frozen=True)
class Rendered:
    """One e-mail in the reader's language."""

    subject: str
    text: str
    html: str


def render(name: str, content: Content, link: str | None, stop: str | None = None) -> Rendered:
    """The e-mail `name` with this content; `link` is where its button leads, `stop` to unsubscribing."""
    language = content.language if content.language in LANGUAGES else DEFAULT
    values = {
        **{key: value for key, value in vars(content).items() if value is not None},
        "first_name": content.first_name,
        "language": language,
        "link": link,
        "stop": stop,
        "topic": TOPICS[TOPIC_OF[name]] if name in TOPIC_OF else "",
        "region": service().region,
        "tone": EMAILS[name].tone,
    }
    with in_language(language):
        marks, own = placeholders.values_of(values), content.adjusted or {}
        subject = _own_subject(own, marks) or _template(
            f"{name}/subject.{language}.txt", escape=False
        ).render(values)
        text = _text(name, language, values, own, marks)
        stands_out = {fact: values[fact] for fact in _STANDS_OUT if fact in values}
        marked = values | {fact: _STRONG.format(text) for fact, text in stands_out.items()}
        words = _words(name, language, marked) | _own_words(own, marks)
        html = _page(name).render(values | {"subject": subject.strip(), "words": words})
    return Rendered(" ".join(subject.split()), text.strip() + "\n", html)


def original(name: str, language: str, parts: Iterable[str]) -> dict[str, str]:
    """Parts of an e-mail as we wrote them, with marks such as {title} in the place of facts."""
    facts = {fact: f"{{{fact}}}" for fact in ("title", "position", "participant", "first_name")}
    region = replace(service().region, office="{office}")
    nothing = {"sessions": (), "removed": (), "members": (), "stop": None, "topic": ""}
    values = {**facts, **nothing, "region": region}
    with in_language(language):
        return {part: _in_paragraphs(_part(name, language, part, values)) for part in parts}


def _part(name: str, language: str, part: str, values: Mapping[str, Any]) -> str:
    if part == "subject":
        return _template(f"{name}/subject.{language}.txt", escape=False).render(values)
    template = _template(f"{name}/body.{language}.txt", escape=False)
    return "".join(template.blocks[part](template.new_context(dict(values))))


def _in_paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _own_subject(own: Mapping[str, str], marks: Mapping[str, str]) -> str | None:
    return placeholders.filled(own["subject"], marks) if "subject" in own else None


def _own_words(own: Mapping[str, str], marks: Mapping[str, str]) -> dict[str, Markup]:
    """The office's own blocks, escaped; a block that lacks a fact stays as we wrote it."""
    filled = {part: placeholders.filled_html(text, marks, _STANDS_OUT) for part, text in own.items()}
    return {part: text for part, text in filled.items() if text is not None and part != "subject"}


def _text(
    name: str, language: str, values: Mapping[str, Any], own: Mapping[str, str], marks: Mapping[str, str]
) -> str:
    """The plain text, in which the office's own blocks stand before ours."""
    template = _template(f"{name}/body.{language}.txt", escape=False)
    context = template.new_context(dict(values))
    for part, typed in own.items():
        text = placeholders.filled(typed, marks)
        if text is not None and part != "subject":
            context.blocks[part] = [_says(text), *context.blocks.get(part, ())]
    return "".join(template.root_render_func(context))


def _says(text: str) -> Callable[[Context], Iterator[str]]:
    def block(context: Context) -> Iterator[str]:
        yield text

    return block


def _words(name: str, language: str, values: Mapping[str, Any]) -> dict[str, Markup]:
    """Every block of the wording by its name: those of the frame, unless the e-mail has its own."""
    frame = _template(f"frame/frame.{language}.txt", escape=True)
    own = _template(f"{name}/body.{language}.txt", escape=True)
    context = own.new_context(dict(values))
    return {
        block: Markup("".join(rendered(context)).strip())  # noqa: S704 (the template escapes)
        for block, rendered in (frame.blocks | own.blocks).items()
    }


@cache
def _template(name: str, *, escape: bool) -> Template:
    return _environment(escape).get_template(name)


@cache
def _page(name: str) -> Template:
    """The MJML of an e-mail in its frame, made to HTML once; Jinja's marks in it survive that."""
    no_fonts = mrml.RenderOptions(fonts={})  # else it loads some from elsewhere, and tells who reads
    source = _with_parts(_PARTS / "frame.mjml", FOLDER / name / "body.mjml")
    made = mrml.to_html(source, render_options=no_fonts)
    return _environment(escape=True).from_string(made.content)


def _with_parts(path: Path, body: Path) -> str:
    """A file with every mj-include replaced by its file: mrml forgets the padding of what it includes."""

    def part(found: re.Match[str]) -> str:
        return _with_parts(body if found[1] == "body.mjml" else _PARTS / found[1], body)

    return _INCLUDE.sub(part, path.read_text(encoding="utf-8"))


@cache
def _environment(escape: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=escape,  # noqa: S701 (only the text part is made without)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= wording.FILTERS | digest_words.FILTERS | {"report_name": report_name}
    return environment
