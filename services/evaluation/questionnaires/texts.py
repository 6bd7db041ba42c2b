"""Texts of questionnaires, in each language that they were written in."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.i18n import current_language

EASY = "easy"  # easy Swedish (lättläst), which is a way of asking and no language of the interface
LANGUAGES = ("sv", EASY, "en")
_NEAREST = {"sv": ("sv",), EASY: (EASY, "sv"), "en": ("en", "sv")}


@dataclass(frozen=True)
class Texts:
    """One text in Swedish, and perhaps in easy Swedish and English."""

    by_language: Mapping[str, str]

    def said_in(self, language: str) -> str:
        """The text in a language, or the nearest to it that there is; Swedish always is."""
        written = (self.by_language.get(name) for name in _NEAREST.get(language, ("sv",)))
        return next(filter(None, written), "")

    def __str__(self) -> str:
        return self.said_in(current_language())

    def __bool__(self) -> bool:
        return bool(self.by_language.get("sv"))


NOTHING = Texts({})
