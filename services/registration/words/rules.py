"""The rules of an occasion and its activity, as the office reads them: a label and a sentence for each."""

from collections.abc import Iterator

from services.registration.models import Activity, Occasion
from shared.formats import day, percent
from shared.i18n import gettext as _
from shared.i18n import ngettext
from shared.service import service
from shared.vocabulary import ROLES


def rules_of(occasion: Occasion, lecturer: str | None) -> Iterator[tuple[str, str]]:
    """What holds for this occasion besides its places."""
    if lecturer:
        yield _("Lecturer"), lecturer
    if occasion.municipality:
        yield _("Held in"), service().region.place_name(occasion.municipality)
    if occasion.bring:
        yield (
            _("What to bring"),
            " · ".join(line.strip() for line in occasion.bring.splitlines() if line.strip()),
        )
    if occasion.queue_policy == "offer":
        hours = occasion.offer_hours
        text = ngettext(
            "A free place is offered for %(number)s hour",
            "A free place is offered for %(number)s hours",
            hours,
        )
        yield _("Queue"), text
    if occasion.allow_passing:
        yield _("Groups"), _("A smaller party may pass a group that does not fit")
    if occasion.needs_approval:
        hours = occasion.approval_hours
        yield (
            _("Approval"),
            ngettext(
                "By the manager, within %(number)s hour",
                "By the manager, within %(number)s hours",
                hours,
            ),
        )
    if occasion.share_limit:
        yield _("Shares"), _share(occasion)
    yield from _of_activity(occasion.activity)


def _share(occasion: Occasion) -> str:
    if occasion.share_until:
        until = day(occasion.share_until)
        return _(
            "At most %(limit)s places for each municipality until %(day)s",
            limit=occasion.share_limit,
            day=until,
        )
    return _("At most %(limit)s places for each municipality", limit=occasion.share_limit)


def _of_activity(activity: Activity) -> Iterator[tuple[str, str]]:
    if activity.target_rule != "none":
        roles = ", ".join(str(ROLES[role]) for role in activity.target_roles)
        is_refused = activity.target_rule == "refuse"
        yield _("Roles"), _("Only %(roles)s", roles=roles) if is_refused else roles
    if activity.certificate_percent:
        share = percent(activity.certificate_percent / 100)
        yield _("Certificate"), _("For whoever attends %(share)s of the time", share=share)
    if activity.fee and activity.late_cancellation_days is not None:
        yield (
            _("Late cancellation"),
            _(
                "%(percent)s of the fee from %(days)s days before the start",
                percent=percent(activity.late_cancellation_percent / 100),
                days=activity.late_cancellation_days,
            ),
        )
