"""The controlled lists: codes in data and API, names in the reader's language."""

from shared.i18n import LazyString
from shared.i18n import lazy as _

KINDS: dict[str, LazyString] = {
    "course": _("Course"),
    "lecture": _("Lecture"),
    "seminar": _("Seminar"),
    "network": _("Network"),
    "study_circle": _("Study circle"),
    "conference": _("Conference"),
    "credit_course": _("Credit course"),
}
FORMS: dict[str, LazyString] = {
    "procured": _("Procured"),
    "in_house": _("In-house"),
    "cooperation": _("In cooperation"),
}
EMPLOYERS: dict[str, LazyString] = {
    "municipal": _("Municipal"),
    "private": _("Private"),
}
SIDES: dict[str, LazyString] = {
    "provider": _("Provider of support"),
    "authority": _("Public authority"),
}
ROLES: dict[str, LazyString] = {
    "case_officer": _("Case officer"),
    "manager": _("Manager"),
    "base_staff": _("Support staff"),
    "social_psychiatry": _("Staff in social psychiatry"),
    "physiotherapist": _("Physiotherapist"),
    "occupational_therapist": _("Occupational therapist"),
    "nurse": _("Nurse"),
    "other": _("Other role"),
}
STAFF_ROLES: dict[str, LazyString] = {
    "admin": _("Administrator"),
    "coordinator": _("Coordinator"),
    "representative": _("Municipal representative"),
    "lecturer": _("Lecturer"),
}
LANGUAGES = {"sv": "Svenska", "en": "English"}
