"""A rule in words, as the office says it."""

from collections.abc import Sequence

from services.evaluation.models import Rule
from services.evaluation.small_groups import FEWEST
from shared.formats import number, percent
from shared.i18n import LazyString, lazy, ngettext
from shared.i18n import gettext as _
from shared.service import service

_AFTER: dict[str, LazyString] = {
    "": lazy("After all other occasions"),
    "course": lazy("After courses"),
    "lecture": lazy("After lectures"),
    "seminar": lazy("After seminars"),
    "network": lazy("After network meetings"),
    "study_circle": lazy("After study circles"),
    "conference": lazy("After conferences"),
    "credit_course": lazy("After credit courses"),
}
_OF_FORM: dict[str, LazyString] = {
    "procured": lazy("that are procured"),
    "in_house": lazy("that are in-house"),
    "cooperation": lazy("that are in cooperation"),
}
_AFTER_FORM: dict[str, LazyString] = {
    "procured": lazy("After other occasions that are procured"),
    "in_house": lazy("After other occasions that are in-house"),
    "cooperation": lazy("After other occasions in cooperation"),
}


def after(kind: str, form: str) -> str:
    """Whom a rule is for: After network meetings."""
    if form and not kind:
        return str(_AFTER_FORM[form])
    return f"{_AFTER[kind]} {_OF_FORM[form]}" if form else str(_AFTER[kind])


def asked(rule: Rule) -> str:
    """Who is asked, when, for how long, and how often they are reminded."""
    if rule.questionnaire is None:
        return _("Nobody is asked.")
    return " ".join([_who(rule), _when(rule), _reminders(rule.reminder_days)])


def lecturer(rule: Rule) -> str:
    """Whether the lecturer is asked."""
    if rule.lecturer_when == "always":
        return _("Always asked, by name, when the participants are.")
    if rule.lecturer_when == "new":
        return _("Asked, by name, when the activity is held for the first time or is procured.")
    return _("Not asked.")


def follow_up(rule: Rule) -> str:
    """Whether the participants are asked again."""
    if rule.follow_up_months is None:
        return _("None.")
    return ngettext(
        "The same people are asked again after %(number)s month.",
        "The same people are asked again after %(number)s months.",
        rule.follow_up_months,
    )


def _who(rule: Rule) -> str:
    if rule.sample_by == "share" and rule.sample_size:
        return _(
            "A random sample of %(share)s of those present is asked, though at least %(fewest)s.",
            share=percent(rule.sample_size / 100),
            fewest=FEWEST,
        )
    if rule.sample_by == "number" and rule.sample_size:
        return _("A random sample of %(size)s of those present is asked.", size=number(rule.sample_size))
    return _("Everybody who was present is asked.")


def _when(rule: Rule) -> str:
    settings = service().settings
    hours = settings.evaluation_delay if rule.delay_hours is None else rule.delay_hours
    begins = (
        ngettext(
            "The questions are sent %(number)s hour after the occasion is completed",
            "The questions are sent %(number)s hours after the occasion is completed",
            hours,
        )
        if hours
        else _("The questions are sent as soon as the occasion is completed")
    )
    days = rule.open_days or settings.evaluation_days
    closes = ngettext(
        "and can be answered for %(number)s day.", "and can be answered for %(number)s days.", days
    )
    return f"{begins} {closes}"


def _reminders(days: Sequence[int]) -> str:
    if not days:
        return _("No reminders are sent.")
    last = days[-1]
    if len(days) == 1:
        return ngettext("A reminder after %(number)s day.", "A reminder after %(number)s days.", last)
    before = ", ".join(str(day) for day in days[:-1])
    return _("Reminders after %(before)s and %(last)s days.", before=before, last=last)
