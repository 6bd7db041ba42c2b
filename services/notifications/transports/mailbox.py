"""The mailbox of one-process mode: mail that would have gone out is read here, by anybody who tries it."""

from pathlib import Path
from uuid import UUID

from flask import Response

from services.notifications.letters.showing import html_answer
from services.notifications.transports.mailbox_letters import find_letter, list_letters
from shared.service import service
from shared.web import PageBlueprint, public, render
from shared.web.lists import count_pages, wanted_page

# Put into the application only where a mail folder is set.
blueprint = PageBlueprint("notifications", part="mailbox", prefix="/mailbox")

PER_PAGE = 50


@blueprint.get("/")
@public
def list_all() -> str:
    """All letters, the newest first."""
    page = wanted_page()
    letters, total = list_letters(_folder(), page, PER_PAGE)
    return render("mailbox.html", letters=letters, total=total, page=page, pages=count_pages(total, PER_PAGE))


@blueprint.get("/<uuid:key>")
@public
def letter(key: UUID) -> str:
    """One letter."""
    return render("letter.html", letter=find_letter(_folder(), key))


@blueprint.get("/<uuid:key>/html")
@public
def letter_html(key: UUID) -> Response:
    """The look of one letter, to be shown in a frame; its links open beside it."""
    return html_answer(find_letter(_folder(), key).html, follows_links=True)


@blueprint.get("/<uuid:key>/calendar.ics")
@public
def letter_calendar(key: UUID) -> Response:
    """The calendar that came with it."""
    calendar = find_letter(_folder(), key).calendar or ""
    response = Response(calendar, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=calendar.ics"
    return response


def _folder() -> Path:
    return Path(service().settings.mail_folder)
