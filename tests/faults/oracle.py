"""What must hold after a journey, whatever went wrong in it."""

from collections.abc import Callable, Iterator

from tests.faults import event_rules, people_rules
from tests.faults.findings import Findings

RULES: tuple[Callable[[Findings], Iterator[str]], ...] = (
    people_rules.no_place_is_sold_twice,
    people_rules.what_was_accepted_is_there,
    event_rules.every_event_was_published,
    event_rules.every_event_took_effect_or_is_parked,
    event_rules.only_poison_is_parked,
    event_rules.nothing_is_stuck,
    event_rules.versions_have_no_gap,
    people_rules.every_letter_was_sent_once,
    people_rules.everybody_was_asked_once_and_counted_once,
    event_rules.reconcile_finds_nothing,
    people_rules.the_report_is_a_plain_recount,
)
SHOWN = 10  # sentences of one rule, at the most


def broken(found: Findings) -> list[str]:
    """Every sentence about what does not hold."""
    return [f"{rule.__name__}: {sentence}" for rule in RULES for sentence in list(rule(found))[:SHOWN]]
