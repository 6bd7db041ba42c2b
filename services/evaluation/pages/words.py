"""What the kinds of questions and the purposes of questionnaires are called on the pages."""

from services.evaluation.questionnaires.questions import Kind
from shared.i18n import LazyString
from shared.i18n import lazy as _

KIND_NAMES: dict[Kind, LazyString] = {
    "scale": _("Scale from 1 to 5"),
    "recommendation": _("Would you recommend, 0 to 10"),
    "yes_no": _("Yes or no"),
    "one_of": _("One of many"),
    "many_of": _("Several of many"),
    "number": _("A number"),
    "short_text": _("A line of text"),
    "text": _("A longer text"),
}
KIND_HINTS: dict[Kind, LazyString] = {
    "scale": _("Five buttons, with words at both ends. Gives a mean and a share of satisfied."),
    "recommendation": _("Eleven buttons, from not at all likely to very likely."),
    "yes_no": _("Two buttons. Other questions can hang on the answer."),
    "one_of": _("A list in which one alternative is chosen."),
    "many_of": _("A list in which several alternatives may be chosen."),
    "number": _("A whole number, shown in bands such as 0–4, 5–19 and 20 or more."),
    "short_text": _("A few words in one line, such as the name of a course."),
    "text": _("Some sentences in the person's own words."),
}
PURPOSE_NAMES: dict[str, LazyString] = {
    "occasion": _("Evaluation after an occasion"),
    "follow_up": _("Follow-up months later"),
    "lecturer": _("For the lecturer or supplier"),
    "survey": _("Survey"),
}
