"""The events in plain words, for people who follow one: the sentences of the page of events, made short."""

from shared.i18n import LazyString
from shared.i18n import lazy as _

_WORDS: dict[str, LazyString] = {
    "registration.occasion_published": _("An occasion was opened for registration"),
    "registration.occasion_changed": _("An occasion was changed"),
    "registration.occasion_cancelled": _("An occasion was called off"),
    "registration.occasion_completed": _("An occasion was held"),
    "registration.participant_registered": _("Somebody registered"),
    "registration.participant_moved_up": _("Somebody in the queue got a place"),
    "registration.place_offered": _("Somebody in the queue was offered a place"),
    "registration.place_held": _("A place is held until the manager has approved"),
    "registration.registration_approved": _("The manager approved a place"),
    "registration.participant_named": _("A place of a group got its participant"),
    "registration.registration_changed": _("A registration was corrected"),
    "registration.group_registered": _("A group was registered"),
    "registration.group_moved_up": _("A group in the queue got its places"),
    "registration.registration_cancelled": _("A registration was cancelled"),
    "registration.attendance_recorded": _("Attendance at a session was noted"),
    "registration.contact_changed": _("A name or an address was noted"),
    "registration.manage_link_issued": _("A participant got a link to their registration"),
    "registration.group_link_issued": _("A booker got a link to their group"),
    "registration.approval_requested": _("A manager was asked to approve a place"),
    "registration.sign_in_link_issued": _("Somebody asked for a link to their registrations"),
    "registration.staff_link_issued": _("A member of staff got a link to choose a password"),
    "registration.certificate_issued": _("A participant got a certificate"),
    "registration.recipients_added": _("The office chose who gets a survey"),
    "registration.digest_compiled": _("A representative is told what is coming"),
    "registration.representatives_changed": _("Who represents a place was changed"),
    "registration.report_link_issued": _("Somebody got a link to a report"),
    "registration.report_access_granted": _("A link to a report was opened"),
    "registration.region_changed": _("The lists of the region were changed"),
    "registration.person_erased": _("A person is to be forgotten"),
    "registration.export_requested": _("Somebody wants a copy of their data"),
    "registration.staff_access_changed": _("What a member of staff may do was changed"),
    "evaluation.staff_token_used": _("A program called Evaluations for the first time that day"),
    "notifications.staff_token_used": _("A program called Mailings for the first time that day"),
    "reporting.staff_token_used": _("A program called Reports for the first time that day"),
    "evaluation.erasure_confirmed": _("Evaluations has forgotten a person"),
    "notifications.erasure_confirmed": _("Mailings has forgotten a person"),
    "reporting.erasure_confirmed": _("Reports has forgotten a person"),
    "evaluation.person_exported": _("Evaluations gave its part of a copy of somebody's data"),
    "notifications.person_exported": _("Mailings gave its part of a copy of somebody's data"),
    "reporting.person_exported": _("Reports gave its part of a copy of somebody's data"),
    "evaluation.invitation_issued": _("Somebody was asked to answer an evaluation"),
    "evaluation.lecturer_asked": _("A lecturer was asked how the course went"),
    "evaluation.results_link_issued": _("A lecturer got a link to the results"),
    "evaluation.response_counted": _("The answers to an evaluation were counted"),
    "evaluation.occasion_results_published": _("The results of an evaluation were published"),
    "evaluation.tertial_results_published": _("The results of a tertial were published"),
    "notifications.address_suppressed": _("E-mail to an address came back for good"),
    "notifications.address_released": _("E-mail to an address is sent again"),
    "reporting.report_published": _("A report was frozen"),
}

SERVICES: dict[str, LazyString] = {
    "registration": _("Registration"),
    "evaluation": _("Evaluations"),
    "notifications": _("Mailings"),
    "reporting": _("Reports"),
}


def event_words(type_name: str | None) -> str:
    """What happened; a type that has no words yet is shown as it is."""
    return str(_WORDS.get(type_name or "", type_name or _("A message that could not be read")))


def has_words(type_name: str) -> bool:
    """Whether the type has words."""
    return type_name in _WORDS
