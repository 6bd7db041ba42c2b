"""What an occasion and its activity ask and give, as participants read it: a sentence for what applies."""

from collections.abc import Iterator
from typing import Any

from services.registration.operations.charging import Share
from shared.formats import day, number, percent
from shared.i18n import gettext as _
from shared.i18n import ngettext
from shared.service import service
from shared.vocabulary import ROLES

Words = Iterator[tuple[str, str]]


def facts_of(occasion: Any) -> list[tuple[str, str | None]]:
    """What stands at a glance beside the days and the cost."""
    activity = occasion.activity
    place = service().region.place_name(occasion.municipality) if occasion.municipality else None
    return [
        (_("For whom"), activity.audience),
        (_("Municipality"), place),
        (_("Area"), activity.area),
    ]


def good_to_know(occasion: Any, prerequisite: str | None) -> list[tuple[str, str]]:
    """The rules that hold here; what goes without saying is left out."""
    activity = occasion.activity
    return [
        *_of_people(activity, prerequisite),
        *_of_places(occasion),
        *_of_queue(occasion),
        *_of_money(activity),
        *_of_certificate(activity),
    ]


def span(hours: int) -> str:
    """48 hours as 2 days, 36 as 36 hours."""
    if hours % 24 == 0:
        return ngettext("%(number)s day", "%(number)s days", hours // 24)
    return ngettext("%(number)s hour", "%(number)s hours", hours)


def _of_people(activity: Any, prerequisite: str | None) -> Words:
    roles = ", ".join(str(ROLES[role]).lower() for role in activity.target_roles)
    if roles and activity.target_rule == "refuse":
        yield _("Roles"), _("Only those with one of these roles can register: %(roles)s.", roles=roles)
    elif roles:
        yield _("Roles"), _("Meant for: %(roles)s. Others may register too, after a question.", roles=roles)
    if prerequisite:
        yield _("Before this course"), _("You need to have attended %(title)s first.", title=prerequisite)


def _of_places(occasion: Any) -> Words:
    if occasion.needs_approval:
        text = _(
            "Your manager approves your place by e-mail, within %(span)s. It is held for you until then.",
            span=span(occasion.approval_hours),
        )
        yield _("Approval"), text
    if occasion.share_limit and occasion.share_until:
        text = _(
            "At most %(limit)s places for each municipality until %(day)s. After that all places are free.",
            limit=number(occasion.share_limit),
            day=day(occasion.share_until),
        )
        yield _("Shared places"), text
    elif occasion.share_limit:
        text = _("At most %(limit)s places for each municipality.", limit=number(occasion.share_limit))
        yield _("Shared places"), text


def _of_queue(occasion: Any) -> Words:
    if occasion.waiting_places == 0:
        yield _("When it is full"), _("There is no waiting list.")
        return
    if occasion.queue_policy == "offer":
        text = _(
            "A free place is offered to the next on the waiting list, who has %(span)s to answer.",
            span=span(occasion.offer_hours),
        )
    else:
        text = _("A free place goes at once to the next on the waiting list.")
    yield _("When it is full"), text
    if occasion.allow_passing:
        text = _("A group is never split. If it does not fit, a smaller party may pass it in the queue.")
    else:
        text = _("A group is never split. It keeps its turn in the queue until all of it fits.")
    yield _("Groups"), text


def _of_money(activity: Any) -> Words:
    if not activity.fee:
        return
    if activity.late_cancellation_days is not None and activity.late_cancellation_percent:
        text = ngettext(
            "If you cancel %(number)s day before the start or later, %(kronor)s kr is charged.",
            "If you cancel %(number)s days before the start or later, %(kronor)s kr is charged.",
            activity.late_cancellation_days,
            kronor=_part(activity, activity.late_cancellation_percent),
        )
        yield _("If you cancel late"), text
    if activity.absence_percent:
        kronor = _part(activity, activity.absence_percent)
        yield _("If you do not come"), _("%(kronor)s kr is charged.", kronor=kronor)


def _of_certificate(activity: Any) -> Words:
    if activity.certificate_percent:
        share = percent(activity.certificate_percent / 100)
        yield _("Certificate"), _("For those who attend at least %(share)s of the time.", share=share)


def _part(activity: Any, share: int) -> str:
    return number(Share("", share).of(activity.fee))
