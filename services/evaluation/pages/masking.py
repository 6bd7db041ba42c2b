"""Masking what somebody wrote."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from services.evaluation.operations.masking import MASK, mask_text
from services.evaluation.pages.blueprints import pages
from services.evaluation.queries.questionnaires import library
from services.evaluation.queries.texts import evaluation_with, published_text
from services.evaluation.schemas.results import MaskedText
from shared import neighbours
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other


@pages.route("/texts/<uuid:text_id>/mask", methods=["GET", "POST"])
@requires("coordinator")
def mask(text_id: UUID) -> ResponseReturnValue:
    """Choose which pieces of a text to mask, or all of it."""
    with reading() as session:
        text = published_text(session, text_id)
        question = library(session)[text.question]
        evaluation_id = evaluation_with(session, text)
    form = Form(MaskedText, {"text": text.text})
    if form.ok:
        try:
            with transaction() as session:
                mask_text(session, text_id, form.data["text"])
            return see_other(neighbours.evaluation(evaluation_id))
        except Problem as problem:
            form.add_problem(problem)
    page = render(
        "mask.html", form=form, text=text, question=question, evaluation_id=evaluation_id, mask=MASK
    )
    return page, 422 if form.is_sent else 200
