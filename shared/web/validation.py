"""Marshmallow's messages in our words and the reader's language; import before any schema is defined."""

from typing import Any

from marshmallow import Schema, fields, validate

from shared.i18n import gettext


class _Text(str):
    """A message that is translated when marshmallow formats it; marshmallow takes nothing but str here."""

    __slots__ = ()

    def __str__(self) -> str:
        return gettext(str.__str__(self))

    def format(self, *values: object, **named: object) -> str:
        """The translated message with the validator's limits in it."""
        if named and named.keys() <= _OPERATORS:
            return self  # Range formats its messages while it is made, for operators that ours lack
        return str(self).format(*values, **named)


_OPERATORS = {"min_op", "max_op"}
_ = _Text

_FIELDS: dict[type[fields.Field[Any]], dict[str, str]] = {
    fields.Field: {
        "required": _("Fill in this field."),
        "null": _("Fill in this field."),
        "validator_failed": _("This value does not work."),
    },
    fields.String: {"invalid": _("This must be text."), "invalid_utf8": _("This must be text.")},
    fields.UUID: {"invalid_uuid": _("This is not a valid id.")},
    fields.Number: {"invalid": _("Write a number."), "too_large": _("The number is too large.")},
    fields.Integer: {"invalid": _("Write a whole number.")},
    fields.Float: {"special": _("Write a number.")},
    fields.Decimal: {"special": _("Write a number.")},
    fields.Boolean: {"invalid": _("Answer true or false.")},
    fields.DateTime: {
        "invalid": _("Write a date and a time."),
        "invalid_awareness": _("Write the time with its time zone."),
    },
    fields.Time: {"invalid": _("Write a time, such as 09:00.")},
    fields.Date: {"invalid": _("Write a date, such as 2026-03-12.")},
    fields.List: {"invalid": _("This must be a list.")},
    fields.Nested: {"type": _("This must be an object.")},
    fields.Mapping: {"invalid": _("This must be an object.")},
    fields.Url: {"invalid": _("Write a web address.")},
    fields.Email: {"invalid": _("Write an e-mail address, such as name@example.se.")},
}
_SCHEMA = {"type": _("This must be an object."), "unknown": _("There is no such field.")}


def speak_our_words() -> None:
    """Put our messages in the place of marshmallow's."""
    for kind, messages in _FIELDS.items():
        own = vars(kind).get("default_error_messages", {})
        kind.default_error_messages = {**own, **messages}
    Schema._default_error_messages = {**Schema._default_error_messages, **_SCHEMA}
    validate.Email.default_message = _("Write an e-mail address, such as name@example.se.")
    validate.URL.default_message = _("Write a web address.")
    validate.OneOf.default_message = _("Choose one of the alternatives.")
    validate.Equal.default_message = _("This value does not work.")
    validate.NoneOf.default_message = _("This value does not work.")
    validate.Regexp.default_message = _("This is not written as it should be.")
    validate.Predicate.default_message = _("This value does not work.")
    validate.ContainsOnly.default_message = _("Choose among the alternatives.")
    validate.Length.message_min = _("Write at least {min} characters.")
    validate.Length.message_max = _("Write at most {max} characters.")
    validate.Length.message_all = _("Write between {min} and {max} characters.")
    validate.Length.message_equal = _("Write exactly {equal} characters.")
    validate.Range.message_min = _("The least is {min}.")
    validate.Range.message_max = _("The most is {max}.")
    validate.Range.message_all = _("Write a number from {min} to {max}.")


speak_our_words()
