"""The occasions of a period with their figures."""

from services.reporting.dashboard import headlines
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.pages.asking import asked
from services.reporting.pages.blueprints import EVERYONE, pages
from services.reporting.queries import figures
from shared.service import reading
from shared.vocabulary import FORMS, KINDS
from shared.web import count_pages, render
from shared.web.lists import wanted_page

PAGE_SIZE = 40


@pages.get("/occasions")
@EVERYONE
def show_occasions() -> str:
    """The occasions of a period with their figures."""
    question = asked()
    page = wanted_page()
    with reading() as session:
        rows, total = figures.occasions(session, question["selection"], page, PAGE_SIZE)
    return render(
        "occasions.html",
        **question,
        rows=rows,
        measures=[BY_CODE[code] for code in headlines.OCCASIONS],
        kinds=KINDS,
        forms=FORMS,
        total=total,
        page=page,
        pages=count_pages(total, PAGE_SIZE),
    )
