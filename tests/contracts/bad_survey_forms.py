"""What the office gets wrong in the forms of surveys, and what it is to be told."""

from typing import Any
from uuid import uuid4

from tests.contracts.bad_forms import BadForm

AT = "/evaluation/surveys"
RECIPIENTS = f"/registration/manage/recipients?survey={uuid4()}&title=Behov"
SURVEY = {
    "title": "Behov 2027",
    "questionnaire": "needs",
    "opens_on": "2026-06-01",
    "closes_on": "2026-06-20",
}
FORMER = {"title": "Enkäten 2013", "year": "2013", "questionnaire": "year"}
CLOSES_FIRST = (
    "The last day cannot be before the survey opens, nor be over.",
    "Sista dagen måste ligga efter att enkäten öppnar, och får inte redan ha varit.",
)
SENT = (
    "The survey has been sent, so it can no longer be changed or called off",
    "Enkäten är redan skickad och går inte längre att ändra eller ställa in",
)


def _form(what: str, to: str, fields: dict[str, Any], told: tuple[str, str], **other: Any) -> BadForm:
    return BadForm(
        what, to, fields, **{"status": 422, "role": "coordinator"} | other, english=told[0], swedish=told[1]
    )


SURVEY_FORMS = (
    _form("a survey that closes first", f"{AT}/new", SURVEY | {"closes_on": "2026-05-25"}, CLOSES_FIRST),
    _form(
        "a survey without a title",
        f"{AT}/new",
        SURVEY | {"title": ""},
        ("Fill in this field.", "Fyll i det här fältet."),
    ),
    _form(
        "a survey closed before it opens",
        f"{AT}/{{survey_id}}/change",
        SURVEY | {"closes_on": "2026-05-25"},
        CLOSES_FIRST,
    ),
    _form("a sent survey called off", f"{AT}/{{sent_survey}}/cancel", {}, SENT, page=f"{AT}/new", status=409),
    _form(
        "an earlier survey with few answers",
        f"{AT}/import",
        FORMER | {"rows": "overall;5;4"},
        (
            "Fewer than five answered the question, so its results may not be shown.",
            "Färre än fem svarade på frågan, så resultatet får inte visas.",
        ),
    ),
    _form("nobody chosen", RECIPIENTS, {}, ("The choice fits nobody.", "Valet passar ingen.")),
    _form(
        "a list with a bad row",
        RECIPIENTS,
        {"people": "Siv Lund;siv@nacka.example\nBo Berg", "confirm": "yes"},
        ("Write one e-mail address on each line.", "Skriv en e-postadress på varje rad."),
    ),
)
