"""What the law wants to be told: the privacy notice, the accessibility statement, what is deleted when."""

from datetime import date, timedelta

from services.registration.operations.requests import KEEP_EXPORT
from services.registration.pages.blueprints import office, public_pages
from services.registration.queries.retention import due_dates
from services.registration.retention import RETENTION
from shared import clock
from shared.service import reading, service
from shared.web import public, render, requires

AHEAD = timedelta(days=365)
# When the statement was last gone through, by hand and by the tests.
REVIEWED_ON = date(2026, 11, 22)


@public_pages.get("/privacy")
@public
def privacy_notice() -> str:
    """What is stored about whom, where, why and for how long (GDPR articles 13 and 14)."""
    return render("privacy.html", retention=RETENTION, terms=_terms())


@public_pages.get("/accessibility")
@public
def accessibility_statement() -> str:
    """How accessible the pages are, what is lacking, and whom to tell (lagen 2018:1937)."""
    return render("accessibility.html", reviewed_on=REVIEWED_ON)


@office.get("/retention")
@requires("coordinator")
def retention_preview() -> str:
    """The rules, and what each deletes on which day of the coming year."""
    until = clock.now() + AHEAD
    with reading() as session:
        coming = {rule.code: due_dates(session, rule.job, until) for rule in RETENTION if rule.job}
    return render("manage/retention.html", retention=RETENTION, coming=coming, terms=_terms())


def _terms() -> dict[str, int]:
    settings = service().settings
    return {
        "days": settings.needs_kept_days,
        "months": settings.person_kept_months,
        "export_days": KEEP_EXPORT.days,
    }
