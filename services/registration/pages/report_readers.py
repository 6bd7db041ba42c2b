"""The office's list of those who are sent the region's report."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration.operations import report_readers as operations
from services.registration.pages.blueprints import office
from services.registration.queries import report_readers as queries
from services.registration.schemas.report_readers import NewReader
from shared.i18n import gettext as _
from shared.service import reading, transaction
from shared.vocabulary import LANGUAGES
from shared.web import Form, Problem, render, requires, see_other


@office.route("/report-readers", methods=["GET", "POST"])
@requires("coordinator")
def report_readers() -> ResponseReturnValue:
    """Who is sent the reports, and a form to add somebody."""
    form = Form(NewReader, {"language": "sv"})
    if form.ok:
        new = {**form.data}
        accepts = new.pop("accept_warnings")
        try:
            with transaction() as session:
                operations.add_reader(session, new, accept_warnings=accepts)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("office.report_readers", done="added"))
    with reading() as session:
        readers = queries.list_readers(session)
        unreached = queries.unreached(session, [reader.contact_id for reader in readers])
        representatives = queries.count_representatives(session)
    page = render(
        "manage/report_readers.html",
        form=form,
        readers=readers,
        unreached=unreached,
        representatives=representatives,
        done=request.args.get("done"),
        languages=LANGUAGES,
        labels=_labels(),
    )
    return page, 422 if form.is_sent else 200


@office.post("/report-readers/<uuid:contact_id>/remove")
@requires("coordinator")
def remove_report_reader(contact_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list."""
    with transaction() as session:
        operations.remove_reader(session, contact_id)
    return see_other(url_for("office.report_readers", done="removed"))


def _labels() -> dict[str, str]:
    return {
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "email": _("E-mail"),
        "language": _("Language of the e-mails"),
    }
