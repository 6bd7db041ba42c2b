"""Whoever follows an event reads what happened, not its name on the wire."""

from shared.event_words import event_words, has_words
from shared.events import PAGE
from tests.house_rules.sources import hold


def test_every_event_has_words() -> None:
    hold(f"{name}: say in shared/event_words.py what it means." for name in PAGE.types if not has_words(name))


def test_a_type_of_a_newer_version_is_shown_by_its_name() -> None:
    assert event_words("registration.unheard_of") == "registration.unheard_of"
