"""Where the office begins its day: what needs attention, and what comes."""

from services.registration.pages.blueprints import office
from services.registration.queries.attention import find_attention
from services.registration.queries.coming import coming_sessions
from services.registration.queries.representatives import representation, without_cka
from shared.service import reading, service
from shared.web import render, requires


@office.get("/")
@requires("coordinator")
def start() -> str:
    """What needs attention, and the coming two weeks."""
    with reading() as session:
        attention = find_attention(session)
        days = coming_sessions(session)
        vacant = [item.place for item in without_cka(representation(session, service().region))]
    return render("manage/start.html", attention=attention, days=days, vacant=vacant)
