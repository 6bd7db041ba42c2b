"""A questionnaire exactly as those asked see it, in each language and at each width; nothing is saved."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import make_response, request
from werkzeug.wrappers import Response

from services.evaluation.pages.asking import answer_form, render_questions, speaking
from services.evaluation.pages.blueprints import pages
from services.evaluation.queries import drafts as queries
from services.evaluation.queries.drafts import Version
from services.evaluation.questionnaires import LANGUAGES, Questionnaire
from shared import clock
from shared.i18n import gettext as _
from shared.service import reading
from shared.web import render, requires
from shared.web.headers import CSP

WIDTHS = ("phone", "desk")
# Only our own preview may frame it.
_FRAMED_BY_US = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


@pages.get("/questionnaires/<string:code>/preview")
@requires("coordinator")
def preview(code: str) -> str:
    """The draft, or the version that is named or newest, in a frame as wide as a phone or a desk."""
    shown = _shown(code)
    reads, width = request.args.get("reads"), request.args.get("width")
    return render(
        "preview.html",
        shown=shown,
        reads=reads if reads in LANGUAGES else "sv",
        width=width if width in WIDTHS else "phone",
        asks_for_draft=shown.published_on is None,
    )


@pages.route("/questionnaires/<string:code>/preview/<string:language>", methods=["GET", "POST"])
@requires("coordinator")
def preview_sheet(code: str, language: str) -> Response:
    """The questionnaire itself; what is sent is checked as it will be, and forgotten."""
    shown = _shown(code)
    with speaking(language if language in LANGUAGES else "sv"):
        response = make_response(*_sheet(shown, language if language in LANGUAGES else "sv"))
    response.headers["Content-Security-Policy"] = _FRAMED_BY_US
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _sheet(shown: Version, language: str) -> tuple[str, int]:
    questionnaire = Questionnaire(shown.code, shown.version, shown.name, shown.purpose, shown.questions)  # type: ignore[arg-type]
    form = answer_form(questionnaire)
    around: dict[str, Any] = {"staff": lambda: None}  # the menu is the participants'
    by_name = shown.purpose == "lecturer"
    if form.ok:
        thanks = "report_thanks.html" if by_name else "thanks.html"
        return render(thanks, purpose=shown.purpose, **around), 200
    asked = render_questions(
        "report.html" if by_name else "questionnaire.html",
        questionnaire,
        form,
        language,
        evaluation=_sample(shown),
        preview=True,
        language_links={other: _address(shown, other) for other in LANGUAGES},
        **around,
    )
    return asked, 422 if form.is_sent else 200


def _sample(shown: Version) -> SimpleNamespace:
    """What the page says of an evaluation, for one that is not there yet."""
    today = clock.today()
    title = shown.name if shown.purpose == "survey" else _("The title of the course")
    return SimpleNamespace(
        purpose=shown.purpose, title=title, held_on=today, closes_on=today + timedelta(days=14)
    )


def _shown(code: str) -> Version:
    """The version that the address names; `draft` names the draft."""
    wanted = request.args.get("version", "")
    with reading() as session:
        if wanted == "draft":
            return queries.see_draft(session, code)
        return queries.see_version(session, code, int(wanted[:6]) if wanted.isdecimal() else None)


def _address(shown: Version, language: str) -> str:
    version = shown.version if shown.published_on else "draft"
    return f"/evaluation/questionnaires/{shown.code}/preview/{language}?version={version}"
