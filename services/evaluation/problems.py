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
    title = _("The evaluation is closed")
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
