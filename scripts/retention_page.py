"""Writes docs/retention.md: how long what is stored, from the rules that the registration service follows."""

from services.registration.operations.requests import KEEP_EXPORT
from services.registration.retention import RETENTION
from services.registration.settings import Settings
from shared.i18n import in_language

_HEAD = """# How long what is stored

Made from `services/registration/retention.py` by `make docs`. The same table stands in the privacy notice
at `/registration/privacy`, and what is coming at `/registration/manage/retention`. The days and months are
the settings' defaults.

| what | where | how long | why |
|---|---|---|---|
"""


def retention_page() -> str:
    """The page as it should be."""
    defaults = {name: field.default for name, field in Settings.__dataclass_fields__.items()}
    terms = {
        "days": defaults["needs_kept_days"],
        "months": defaults["person_kept_months"],
        "export_days": KEEP_EXPORT.days,
    }
    with in_language("en"):
        rows = [
            f"| {rule.what} | {rule.where} | {str(rule.how_long) % terms} | {rule.why} |"
            for rule in RETENTION
        ]
    return _HEAD + "\n".join(rows) + "\n"
