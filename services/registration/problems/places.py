"""What may stand in the way of a place: the rules of the occasion, a link that came too late, a group."""

from collections.abc import Sequence
from typing import Any

from shared.i18n import lazy as _
from shared.web import Problem

Warnings = Sequence[tuple[str, str, int | None]]


class NeedsConfirmation(Problem):
    """Something to know first; the same call with `accept_warnings` goes through."""

    status = 409
    slug = "needs_confirmation"
    title = _("There is something you should know before you register.")

    def __init__(self, warnings: Warnings) -> None:
        """Each warning is its code, its text, and in a group the row that it is about."""
        super().__init__(errors={"accept_warnings": [text for _code, text, _row in warnings]})
        self.warnings = warnings

    def as_json(self) -> dict[str, Any]:
        """The problem with its list of warnings."""
        listed = [{"code": code, "text": text, "row": row} for code, text, row in self.warnings]
        return super().as_json() | {"warnings": listed}


class AddressLooksMistyped(NeedsConfirmation):
    """The office writes an address whose domain is one slip away from one that many people have."""

    slug = "address_looks_mistyped"
    title = _("Look at the e-mail address once more.")


class NotForThisRole(Problem):
    """The activity refuses roles that it is not meant for."""

    status = 409
    slug = "not_for_this_role"
    title = _("The course is only for other roles than this one.")


class PrerequisiteIsMissing(Problem):
    """The person has not attended the activity that this one builds on."""

    status = 409
    slug = "prerequisite_missing"
    title = _("Another course must have been attended first.")


class PrerequisiteNotFound(Problem):
    """An activity builds on another one that exists."""

    status = 422
    slug = "prerequisite_not_found"
    title = _("Choose another activity that this one builds on.")


class ManagerIsNeeded(Problem):
    """The manager approves every place, and none was named."""

    status = 422
    slug = "manager_needed"
    title = _("A manager must approve the place. Say who it is.")


class GroupDoesNotFit(Problem):
    """A group is never split: it fits whole, or not at all."""

    status = 409
    slug = "group_does_not_fit"
    title = _("The whole group does not fit, neither in the places nor on the waiting list.")


class GroupIsTooLarge(Problem):
    """The occasion, or the municipality's share of it, has fewer places than the group has members."""

    status = 409
    slug = "group_too_large"
    title = _("The group is larger than this occasion can ever take.")


class GroupNotFound(Problem):
    """No group has this id, or the link is wrong."""

    status = 404
    slug = "group_not_found"
    title = _("There is no such group. Check that you have the whole link.")


class PlaceIsNamed(Problem):
    """Only a place without a name can be given one."""

    status = 409
    slug = "place_is_named"
    title = _("This place already has its participant.")


class NoPlaceToPassOn(Problem):
    """Whoever waits by themselves, or has an offer to answer, has no place to pass on."""

    status = 409
    slug = "no_place_to_pass_on"
    title = _("Only a place can be passed on to a colleague, not one in the queue or one that is offered.")


class ShareIsFull(Problem):
    """The municipality has all the places that it may have until the release."""

    status = 409
    slug = "share_is_full"
    title = _("The municipality already has all the places it may have for now.")


class NothingIsOffered(Problem):
    """The registration has no offer to answer: it was answered, or withdrawn."""

    status = 409
    slug = "nothing_is_offered"
    title = _("There is no offered place to answer.")


class OfferHasEnded(Problem):
    """The offer ran out."""

    status = 409
    slug = "offer_has_ended"
    title = _("The offer has run out, and the place goes to the next in the queue.")


class OnlyTheBookerMay(Problem):
    """An offer to a group is answered for the whole of it."""

    status = 403
    slug = "only_the_booker_may"
    title = _("The place was offered to the whole group. Whoever booked for it answers.")


class ApprovalNotFound(Problem):
    """No place waits behind this link."""

    status = 404
    slug = "approval_not_found"
    title = _("There is nothing to approve here. Check that you have the whole link.")


class ApprovalIsDecided(Problem):
    """The place was approved or declined, cancelled, or given to another."""

    status = 409
    slug = "approval_is_decided"
    title = _("There is nothing left to decide: the place is approved, declined or cancelled.")


class ApprovalHasEnded(Problem):
    """The deadline for the approval has passed."""

    status = 409
    slug = "approval_has_ended"
    title = _("The time to approve has run out, and the place goes to the next in the queue.")


class FactsAreFrozen(Problem):
    """The holder may not change a registration once the occasion has begun."""

    status = 409
    slug = "facts_are_frozen"
    title = _("The occasion has begun, so only the office can correct the registration.")


class ReasonIsNeeded(Problem):
    """A correction after the start says why."""

    status = 422
    slug = "reason_needed"
    title = _("The occasion has begun: say why the registration is corrected.")
