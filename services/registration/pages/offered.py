"""What is offered, for others to show: calendar feeds, the leaflet, and a list for other sites."""

from flask import Response, after_this_request, make_response, request

from services.registration.files import calendars, leaflet
from services.registration.pages.blueprints import office, public_pages
from services.registration.queries.offered import coming_occasions, occasions_of
from services.registration.schemas.offered import EmbedQuery, FeedQuery, LeafletQuery, asked
from services.registration.words.standing import availability
from shared import neighbours
from shared.i18n import gettext as _
from shared.service import reading, service
from shared.typeset import PDF
from shared.vocabulary import KINDS, ROLES
from shared.web import public, render, requires
from shared.web.headers import FRAMED_ANYWHERE

_FOR_A_WHILE = "public, max-age=300"


@public_pages.get("/calendar.ics")
@public
def calendar() -> Response:
    """The coming sessions as a feed to subscribe to: all, of one kind, or for one role."""
    wanted = asked(FeedQuery)
    with reading() as session:
        found = coming_occasions(session, kind=wanted["kind"], role=wanted["role"])
    parts = [_("Courses from %(office)s", office=service().region.office)]
    parts += [str(KINDS[wanted["kind"]])] if wanted["kind"] else []
    parts += [str(ROLES[wanted["role"]])] if wanted["role"] else []
    return Response(calendars.calendar_of(found, " · ".join(parts)), content_type=calendars.CALENDAR)


@public_pages.get("/leaflet.pdf")
@public
def course_leaflet() -> Response:
    """The leaflet of the coming half-year, or of the one that is asked for."""
    period = asked(LeafletQuery)["half"] or leaflet.coming_half_year()
    with reading() as session:
        content = leaflet.content_of(period, occasions_of(session, period))
    pdf, version = leaflet.as_pdf(content)
    response = Response(pdf, content_type=PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{period.code}.pdf"'
    response.headers["Cache-Control"] = _FOR_A_WHILE
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.set_etag(version)
    return response.make_conditional(request)  # type: ignore[return-value]


@public_pages.get("/subscribe")
@public
def subscribe() -> str:
    """The feeds to subscribe to, by kind and by role, and the leaflet."""
    return render("subscribe.html", kinds=KINDS, roles=ROLES, half=leaflet.coming_half_year())


@public_pages.get("/embed")
@public
def embed() -> Response:
    """A list for other sites to show in a frame: it sets no cookie, has no form, and knows no reader."""
    wanted = asked(EmbedQuery)
    with reading() as session:
        found = coming_occasions(session, **wanted, with_begun=False)
    page = render("embed.html", occasions=found, availability=availability, kinds=KINDS)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMED_ANYWHERE
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = _FOR_A_WHILE
    response.headers["Vary"] = "Accept-Language, Cookie"
    after_this_request(_without_cookies)
    return response


@office.get("/sharing")
@requires("coordinator")
def sharing() -> str:
    """The snippet by which another site shows our courses, with a look at it; and the other ways to share."""
    wanted = asked(EmbedQuery)
    return render(
        "manage/sharing.html",
        wanted=wanted,
        address=neighbours.embed(**wanted),
        kinds=KINDS,
        half=leaflet.coming_half_year(),
    )


def _without_cookies(response: Response) -> Response:
    response.headers.remove("Set-Cookie")
    return response
