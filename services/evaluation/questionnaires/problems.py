"""What can be wrong when questionnaires are written."""

from shared.i18n import lazy as _
from shared.web import Problem


class QuestionnaireIsUnknown(Problem):
    """No questionnaire has this code, or none of that version."""

    status = 404
    slug = "questionnaire_unknown"
    title = _("There is no such questionnaire.")


class DraftRefuses(Problem):
    """What cannot be done to a draft; the page shows the draft, and why."""


class DraftIsUnknown(Problem):
    """Nobody has begun a draft, or it was published or discarded."""

    status = 404
    slug = "draft_unknown"
    title = _("There is no draft of this questionnaire.")


class QuestionIsGone(DraftRefuses):
    """The draft has no question of that code."""

    status = 404
    slug = "question_unknown"
    title = _("There is no such question in the draft.")


class DraftIsStale(DraftRefuses):
    """Somebody else has changed the draft since it was shown."""

    status = 409
    slug = "draft_changed"
    title = _("Somebody else has changed the draft in the meantime.")
    detail = _("Nothing of yours was saved. Look at what it says now, and make your change again.")


class DraftIsWrong(DraftRefuses):
    """A draft that cannot be saved, or not be published; `errors` has the path of each fault."""

    status = 422
    slug = "draft_wrong"
    title = _("The questionnaire is not right yet.")


class QuestionIsNeeded(DraftRefuses):
    """A question that others hang on is removed, or moved behind them."""

    status = 409
    slug = "question_needed"
    title = _("Another question is asked only of those who gave a certain answer to this one.")
    detail = _("Change that question first.")


class CodeIsTaken(Problem):
    """A new questionnaire takes the code of another."""

    status = 409
    slug = "questionnaire_code_taken"
    title = _("There is a questionnaire of that code already.")


class QuestionnaireIsInUse(Problem):
    """A rule still sends the questionnaire."""

    status = 409
    slug = "questionnaire_in_use"
    title = _("A rule uses this questionnaire.")
    detail = _("Change the rule first, then the questionnaire can be retired.")


class QuestionnaireIsRetired(Problem):
    """A draft of what is asked no more."""

    status = 409
    slug = "questionnaire_retired"
    title = _("The questionnaire is retired.")
    detail = _("Take it into use again before you change it.")
