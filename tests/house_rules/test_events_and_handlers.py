"""What the events page declares, and what the services do with it, is the same."""

import pytest

from services.names import SERVICES, handlers_of
from shared.events import PAGE
from tests.house_rules.sources import hold


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_handles_exactly_what_it_is_declared_to_hear(service: str) -> None:
    declared = {kind.name for kind in PAGE.heard_by(service)}
    handled = {kind.name for kind in handlers_of(service)}
    hold(
        f"{service} is declared to hear {name} but has no handler: add one to HANDLERS."
        for name in declared - handled
    )
    hold(
        f"{service} handles {name} unasked: name it as listener in shared/events.py."
        for name in handled - declared
    )


def test_every_event_has_a_listener_and_a_sentence() -> None:
    hold(
        f"{kind.name} needs a listener and a docstring of one sentence in shared/events.py."
        for kind in PAGE.types.values()
        if not kind.listeners or not kind.sentence.endswith((".", ";"))
    )


def test_every_event_is_named_as_a_fact_of_its_service() -> None:
    hold(
        f"{kind.name}: an event is called service.something_happened, and its service is one of four."
        for kind in PAGE.types.values()
        if kind.source not in SERVICES or not kind.name.endswith(("ed", "up", "held"))
    )


def test_no_service_hears_itself() -> None:
    hold(
        f"{kind.name} is heard by its own service: do the work in the operation that emits it."
        for kind in PAGE.types.values()
        if kind.source in kind.listeners
    )
