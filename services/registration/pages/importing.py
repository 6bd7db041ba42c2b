"""A participant list from a file: each bad row is named, and nothing is done before the office has agreed."""

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.files import importing
from services.registration.files.importing import PeopleList
from services.registration.operations.importing import import_participants as import_people
from services.registration.operations.importing import try_import
from services.registration.pages.blueprints import office
from services.registration.problems import PeopleAreWrong
from services.registration.queries import office as office_queries
from services.registration.schemas.importing import MOST_PEOPLE
from shared.service import reading, transaction
from shared.sheets import CSV, XLSX
from shared.web import Problem, attached, render, requires, see_other


@office.route("/occasions/<uuid:occasion_id>/import", methods=["GET", "POST"])
@requires("coordinator")
def import_participants(occasion_id: UUID) -> ResponseReturnValue:
    """Read a file, tell what would become of each row, and carry it out when that is confirmed."""
    if request.method == "GET":
        return _page(occasion_id)
    found, result = PeopleList(), None
    try:
        found = importing.read_people(_content())
        if not found.faults and "confirm" in request.form:
            with transaction() as session:
                import_people(session, occasion_id, found.people)
            return see_other(url_for("office.occasion", occasion_id=occasion_id, _anchor="participants"))
        if not found.faults:
            result = try_import(occasion_id, found.people)
    except PeopleAreWrong as problem:
        found.add_faults(problem.by_index)
    except Problem as problem:
        return _page(occasion_id, problem=problem), 422
    return _page(occasion_id, found=found, result=result), 200 if result else 422


@office.get("/import/participants.csv")
@requires("coordinator")
def import_template_csv() -> Response:
    """The headings of a participant list."""
    return attached(importing.template_csv(), CSV, "deltagare.csv")


@office.get("/import/participants.xlsx")
@requires("coordinator")
def import_template_xlsx() -> Response:
    """A workbook to fill in, with the choices of the controlled lists."""
    return attached(importing.template_xlsx(), XLSX, "deltagare.xlsx")


def _content() -> bytes:
    """The file that was sent, or the rows that the page before has read from it."""
    if "rows" in request.form:
        return request.form["rows"].encode()
    sent = request.files.get("file")
    return sent.read() if sent else b""


def _page(occasion_id: UUID, **context: object) -> str:
    with reading() as session:
        occasion = office_queries.find_office_occasion(session, occasion_id)
    known = {"found": None, "result": None, "problem": None, **context}
    return render("manage/import.html", occasion=occasion, most=MOST_PEOPLE, **known)
