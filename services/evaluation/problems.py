"""What can be wrong with what people and programs ask of this service."""

from shared.i18n import LazyString
from shared.i18n import lazy as _
from shared.web import Problem


class LinkCannotAnswer(Problem):
    """A link from an e-mail that is, or has become, of no use; the page says why in a kind way."""

    explanation: LazyString

    def __init__(self) -> None:
        super().__init__(detail=self.explanation)


class LinkIsUnknown(LinkCannotAnswer):
    """A token that was never given out."""

    status = 404
    slug = "link_unknown"
    title = _("The link leads nowhere")
    explanation = _("Check that the whole address from the e-mail came along.")


class AlreadyAnswered(LinkCannotAnswer):
    """The one answer of this link is given."""

    status = 410
    slug = "already_answered"
    title = _("Thank you, we already have your answers")
    explanation = _("The link works only once, so that each person's answers count once.")


class EvaluationIsClosed(LinkCannotAnswer):
    """The time to answer is over."""

    status = 410
    slug = "evaluation_closed"
    title = _("The time to answer is over")
    explanation = _("It can no longer be answered. Thank you for wanting to.")


class InvitationIsWithdrawn(LinkCannotAnswer):
    """The attendance list was corrected after the invitation went out."""

    status = 410
    slug = "invitation_withdrawn"
    title = _("You are not on the attendance list")
    explanation = _("Only those who were there are asked. If you were there, tell the course office.")


class AnswersAreWrong(Problem):
    """Answers that the questionnaire does not have."""

    status = 422
    slug = "answers_wrong"
    title = _("Some of your answers are missing or wrong.")


class EvaluationIsUnknown(Problem):
    """No evaluation, or none that this caller may see."""

    status = 404
    slug = "evaluation_unknown"
    title = _("There is no such evaluation.")


class EvaluationWasClosed(Problem):
    """A coordinator closes what is closed already."""

    status = 409
    slug = "evaluation_already_closed"
    title = _("The evaluation is closed already.")


class LastDayIsWrong(Problem):
    """The last day of an open evaluation is moved to where it cannot be."""

    status = 422
    slug = "last_day_wrong"
    title = _("The last day cannot be moved there.")

    IS_OVER = _("The last day cannot be over, nor come before the first are asked.")
    TOO_LONG = _("An evaluation can be open for 90 days at most.")
    SURVEY_TOO_LONG = _("A survey can be open for a year at most.")
    NO_TIME = _(
        "There is no time for one more reminder: it comes three days before the last day,"
        " and at least two days after the one before."
    )

    @classmethod
    def at(cls, field: str, text: LazyString) -> "LastDayIsWrong":
        """The problem of one field."""
        return cls(errors={field: [text]})


class TertialIsUnknown(Problem):
    """An address that names no tertial."""

    status = 404
    slug = "tertial_unknown"
    title = _("A tertial is written as 2026-T1.")


class TertialIsNotOver(Problem):
    """Results of a tertial are published once it has ended."""

    status = 409
    slug = "tertial_not_over"
    title = _("The tertial is not over yet.")


class EvaluationsAreOpen(Problem):
    """Somebody may still answer for this tertial, or an earlier one."""

    status = 409
    slug = "evaluations_open"
    title = _("Evaluations of this tertial, or an earlier one, are still open.")


class NothingToPublish(Problem):
    """No occasion of the tertial has results."""

    status = 409
    slug = "nothing_to_publish"
    title = _("There are no results for this tertial.")


class SurveyIsUnknown(Problem):
    """No survey has this id."""

    status = 404
    slug = "survey_unknown"
    title = _("There is no such survey.")


class SurveyWasSent(Problem):
    """Somebody was asked already, or the survey is closed."""

    status = 409
    slug = "survey_sent"
    title = _("The survey has been sent, so it can no longer be changed or called off.")

    LAST_DAY_MOVES = _("Its last day to answer can still be moved.")


class SurveyIsWrong(Problem):
    """What was said of a survey does not fit together."""

    status = 422
    slug = "survey_wrong"
    title = _("The survey is not right yet.")

    NO_QUESTIONNAIRE = _("Choose one of the questionnaires for surveys.")
    NO_SURVEY = _("Choose another survey to compare with.")
    OPENED_BEFORE = _("The survey cannot open on a day that is over.")
    CLOSES_FIRST = _("The last day cannot be before the survey opens, nor be over.")
    TOO_LONG = _("A survey can be open for a year at most.")
    REMINDERS = _(
        "The first reminder comes after three days at the earliest, the next at least two days later,"
        " and both before the survey closes."
    )

    @classmethod
    def at(cls, field: str, text: LazyString) -> "SurveyIsWrong":
        """The problem of one field."""
        return cls(errors={field: [text]})


class SurveyHasNoResults(Problem):
    """A survey is compared that is open, or that too few have answered."""

    status = 409
    slug = "survey_has_no_results"
    title = _("Only closed surveys that at least five have answered can be compared.")


class FormerResultsAreWrong(Problem):
    """Rows of an earlier survey's results do not fit its questionnaire, or show too few answers."""

    status = 422
    slug = "former_results_wrong"
    title = _("Nothing was imported, since some rows are wrong.")


class TextIsUnknown(Problem):
    """No text, or one that is not shown to anybody yet."""

    status = 404
    slug = "text_unknown"
    title = _("There is no such text.")


class NothingIsMasked(Problem):
    """The text came back as it is."""

    status = 422
    slug = "nothing_masked"
    title = _("Nothing has been masked. Replace what should go by […].")


class MaskAddsText(Problem):
    """The text came back with something that was not written."""

    status = 422
    slug = "mask_adds_text"
    title = _(
        "A text can be masked, not rewritten. Replace what should go by […], and leave the rest as it is."
    )


class ActivityIsUnknown(Problem):
    """No evaluation of such an activity, or none that this caller may see."""

    status = 404
    slug = "activity_unknown"
    title = _("There are no evaluations of this course.")


class LecturerIsUnknown(Problem):
    """No evaluation of such a lecturer, or none that this caller may see."""

    status = 404
    slug = "lecturer_unknown"
    title = _("There are no evaluations of this lecturer or supplier.")


class RuleIsUnknown(Problem):
    """No rule of that id, or no longer."""

    status = 404
    slug = "rule_unknown"
    title = _("There is no such rule.")


class RuleExists(Problem):
    """A second rule for the same kind and form: which of them would hold?"""

    status = 409
    slug = "rule_exists"
    title = _("There is a rule for that kind and form already. Change that one instead.")


class RuleForAllStays(Problem):
    """Without the rule for all, some occasions would have none."""

    status = 409
    slug = "rule_for_all_stays"
    title = _("The rule for all other occasions has to stay. Change what it says instead.")


class RuleIsWrong(Problem):
    """What a rule says does not fit together; `errors` tells where."""

    status = 422
    slug = "rule_wrong"
    title = _("The rule does not fit together.")


class ResultsLinkIsOver(LinkCannotAnswer):
    """A lecturer's link to results after its last day."""

    status = 410
    slug = "results_link_over"
    title = _("The link is no longer valid")
    explanation = _("Ask the course office, who still has the results.")
