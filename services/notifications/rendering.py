"""Turning content into words: subject, plain text and HTML, from one folder for each e-mail.

The wording stands once for each language, as blocks in body.<language>.txt. It is rendered plain for the
text part and escaped for the HTML part, whose look is in body.mjml and the shared frame.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from services.notifications import wording
from services.notifications.content import Content
from services.notifications.emails import EMAILS
from shared.i18n import DEFAULT, LANGUAGES, in_language
from shared.service import service

FOLDER = Path(__file__).parent / "templates" / "email"
_PARTS = FOLDER / "frame"
_STRONG = Markup("<strong>{}</strong>")
_INCLUDE = re.compile(r'<mj-include path="([a-z.]+)" />')


@dataclass(frozen=True)
class Rendered:
    """One e-mail in the reader's language."""

    subject: str
    text: str
    html: str


def render(name: str, content: Content, link: str | None) -> Rendered:
    """The e-mail `name` with this content; `link` is where its button leads."""
    language = content.language if content.language in LANGUAGES else DEFAULT
    values = {
        **{key: value for key, value in vars(content).items() if value is not None},
        "first_name": content.first_name,
        "language": language,
        "link": link,
        "region": service().region,
        "tone": EMAILS[name].tone,
    }
    with in_language(language):
        subject = _template(f"{name}/subject.{language}.txt", escape=False).render(values)
        text = _template(f"{name}/body.{language}.txt", escape=False).render(values)
        stands_out = {fact: values[fact] for fact in ("title", "participant") if fact in values}
        marked = values | {fact: _STRONG.format(text) for fact, text in stands_out.items()}
        words = _words(name, language, marked)
        html = _page(name).render(values | {"subject": subject.strip(), "words": words})
    return Rendered(" ".join(subject.split()), text.strip() + "\n", html)


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
    environment.filters |= wording.FILTERS
    return environment
