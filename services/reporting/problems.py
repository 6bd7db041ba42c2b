"""What may be wrong with a question to reporting."""

from shared.i18n import lazy as _
from shared.web import Problem


class NotYourMunicipality(Problem):
    """A representative asked for another municipality by its name."""

    status = 403
    slug = "not_your_municipality"
    title = _("You may only see the figures of your own municipality.")


class UnknownMunicipality(Problem):
    """The municipality is not in the region."""

    status = 422
    slug = "unknown_municipality"
    title = _("There is no such municipality in the region.")


class NoSuchPlace(Problem):
    """The address of a page names a municipality or a district that the region does not have."""

    status = 404
    slug = "no_such_place"
    title = _("There is no such municipality or city district in the region.")


class UnknownDistrict(Problem):
    """The municipality has no such district, or none was named to look in."""

    status = 422
    slug = "unknown_district"
    title = _("The municipality has no such city district.")


class UnknownArea(Problem):
    """The region has no such area, and no occasion is in it."""

    status = 422
    slug = "unknown_area"
    title = _("There is no such area in the region.")


class UnknownActivity(Problem):
    """No occasion of such an activity is known."""

    status = 422
    slug = "unknown_activity"
    title = _("There is no such activity.")


class UnknownLecturer(Problem):
    """No occasion of such a lecturer is known."""

    status = 422
    slug = "unknown_lecturer"
    title = _("There is no such lecturer.")


class NotYourOccasions(Problem):
    """A lecturer asked for another's occasions by name."""

    status = 403
    slug = "not_your_occasions"
    title = _("You may only see the figures of your own occasions.")


WRONG_QUESTIONS = (
    NotYourMunicipality,
    NotYourOccasions,
    UnknownMunicipality,
    UnknownDistrict,
    UnknownArea,
    UnknownActivity,
    UnknownLecturer,
)


class PeriodCannotBeFrozen(Problem):
    """Neither a tertial nor a year that has anything to report."""

    status = 422
    slug = "period_cannot_be_frozen"
    title = _("Only a tertial or a year that has something to report can be frozen.")


class ReportIsFrozen(Problem):
    """What was published once stays."""

    status = 409
    slug = "report_is_frozen"
    title = _("The report is frozen already.")


class PeriodIsNotOver(Problem):
    """What still happens would be missing from it."""

    status = 409
    slug = "period_is_not_over"
    title = _("The period is not over yet.")


class ResultsAreNotPublished(Problem):
    """Its evaluation results, or some of them, would be missing from it for ever."""

    status = 409
    slug = "results_are_not_published"
    title = _("The evaluation results of the period are not published yet.")
    detail = _("They are missing from the report for ever if it is frozen now.")


class GoalNotFound(Problem):
    """No goal has that code."""

    status = 404
    slug = "goal_not_found"
    title = _("There is no such goal.")


class GoalExists(Problem):
    """Another goal has that code."""

    status = 409
    slug = "goal_exists"
    title = _("There is a goal with that code already.")


class GoalIsWrong(Problem):
    """What is aimed at cannot be measured so; `errors` says why, field by field."""

    status = 422
    slug = "goal_is_wrong"
    title = _("The goal cannot be measured like that.")


class GoalIsStale(Problem):
    """Somebody else has changed it since it was read."""

    status = 409
    slug = "goal_is_stale"
    title = _("Somebody else has changed this meanwhile. Look at what it says now, and change it again.")


class CommentNeedsATertial(Problem):
    """A comment is about one tertial."""

    status = 422
    slug = "comment_needs_a_tertial"
    title = _("A comment is written about one tertial, as 2026-T1.")


class CommentIsFrozen(Problem):
    """The report that the comment stands in was published."""

    status = 409
    slug = "comment_is_frozen"
    title = _("The report of the tertial is frozen, so its comments stay as they were published.")


class ReportIsSent(Problem):
    """Nobody is told twice that it is published."""

    status = 409
    slug = "report_is_sent"
    title = _("The report has been sent already.")


class SendingIsTooEarly(Problem):
    """The day has passed, or the period goes on then."""

    status = 422
    slug = "sending_is_too_early"
    title = _("Choose a day that is still to come, after the period's last.")


class ReportLinkIsUnknown(Problem):
    """No report has such a link, or the link ended long ago."""

    status = 404
    slug = "report_link_is_unknown"
    title = _("The link opens no report.")
    detail = _("It may have been cut off on its way, or be more than a year old. Open it from the e-mail.")


class ReportLinkHasEnded(Problem):
    """The link has worked for its time, or its holder was erased."""

    status = 410
    slug = "report_link_has_ended"
    title = _("The link to the report has ended.")
    detail = _("The report is still there: ask the office for it.")
