"""The pages that show every e-mail with sample facts, and where the office adjusts the words of one."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from sqlalchemy.orm import Session

from services.notifications.emails import EMAILS
from services.notifications.letters import adjusting, samples
from services.notifications.letters.adjusting import Words
from services.notifications.letters.placeholders import MEANINGS
from services.notifications.letters.rendering import Rendered
from services.notifications.letters.showing import html_answer
from services.notifications.models import Wording
from shared.i18n import LANGUAGES
from shared.i18n import lazy as _
from shared.service import reading, transaction
from shared.web import Form, PageBlueprint, requires, see_other
from shared.web import render as page

blueprint = PageBlueprint("notifications", "templates")

LABELS = {"subject": _("Subject"), "lead": _("Introduction"), "after": _("Closing")}
LONGEST = {"subject": 150, "lead": 1000, "after": 3000}


class NewWording(Schema):
    """Words of the office's own; an empty part keeps ours."""

    subject = fields.String(
        load_default="", validate=[validate.Length(max=LONGEST["subject"]), validate.Regexp(r"[^\r\n]*\Z")]
    )
    lead = fields.String(load_default="", validate=validate.Length(max=LONGEST["lead"]))
    after = fields.String(load_default="", validate=validate.Length(max=LONGEST["after"]))

    def __init__(self, template: str, language: str) -> None:
        """What is right depends on the e-mail."""
        super().__init__()
        self._about = template, language

    @validates_schema
    def _says_what_it_must(self, data: Words, **_given: Any) -> None:
        if faults := adjusting.faults(*self._about, data):
            raise ValidationError(faults)


@blueprint.get("/templates")
@requires("coordinator")
def list_templates() -> str:
    """Every kind of e-mail, and which the office has adjusted."""
    with reading() as session:
        adjusted = adjusting.current(session, EMAILS)
    return page("templates.html", emails=EMAILS, adjusted=adjusted, languages=LANGUAGES)


@blueprint.get("/templates/<name>/<language>")
@requires("coordinator")
def template(name: str, language: str) -> str:
    """One kind of e-mail with sample facts, and the form for its words, which may be a draft."""
    ours = adjusting.ours(name, language)
    with reading() as session:
        draft = _draft(session, name, language)
        words = draft.words if draft else _current(session, name, language)
    return _page(name, language, Form(NewWording(name, language), initial=ours | words), words, draft)


@blueprint.post("/templates/<name>/<language>")
@requires("coordinator")
def adjust_template(name: str, language: str) -> Any:
    """Show the words with sample facts, or let them hold; `original` brings ours back."""
    adjusting.parts_of(name, language)
    form = Form(NewWording(name, language))
    if "original" not in request.form and not form.ok:
        return _page(name, language, form, {}, None)
    with transaction() as session:
        if "original" in request.form:
            adjusting.adjust(session, name, language, {})
        elif "save" in request.form:
            adjusting.adjust(session, name, language, form.data)
        else:
            draft = adjusting.draft(session, name, language, form.data)
            return see_other(_address(name, language, draft=draft.id))
    return see_other(_address(name, language, kept="yes"))


@blueprint.get("/templates/<name>/<language>/html")
@requires("coordinator")
def template_html(name: str, language: str) -> Response:
    """Its look by the words that hold, or by a draft; for a frame."""
    adjusting.parts_of(name, language)
    with reading() as session:
        draft = _draft(session, name, language)
        words = draft.words if draft else _current(session, name, language)
    return html_answer(_sample(name, language, words).html, follows_links=False)


def _page(name: str, language: str, form: Form, words: Words, draft: Wording | None) -> str:
    parts = adjusting.parts_of(name, language)
    with reading() as session:
        history = adjusting.history(session, name, language)
    return page(
        "template.html",
        email=EMAILS[name],
        name=name,
        language=language,
        languages=LANGUAGES,
        form=form,
        parts=parts,
        labels=LABELS,
        longest=LONGEST,
        meanings={mark: MEANINGS[mark] for mark in MEANINGS if any(mark in part.allowed for part in parts)},
        mail=_sample(name, language, words),
        draft=draft,
        is_adjusted=bool(history and history[0].words),
        kept="kept" in request.args,
        history=history,
    )


def _current(session: Session, name: str, language: str) -> Words:
    return adjusting.current(session, [name]).get((name, language), {})


def _draft(session: Session, name: str, language: str) -> Wording | None:
    """The draft of the address, if it is one of this e-mail."""
    try:
        found = session.get(Wording, UUID(request.args.get("draft", "")))
    except ValueError:
        return None
    return found if found and (found.template, found.language) == (name, language) else None


def _address(name: str, language: str, **query: Any) -> str:
    return url_for("templates.template", name=name, language=language, **query)


def _sample(name: str, language: str, words: Words) -> Rendered:
    return samples.shown_sample(name, samples.sample(name, language, words))
