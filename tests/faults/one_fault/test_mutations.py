"""What holds the promises is needed: without it, the tests that watch over it turn red."""

import os
import re
import subprocess
import sys

import pytest

from tests.faults.one_fault.conftest import NIGHTLY
from tests.faults.one_fault.mutations import MUTATIONS
from tests.house_rules.sources import ROOT
from tests.servers.rabbitmq import Broker

# By mutation: the tests that hold it, and what each of them says when it is gone.
WATCHED = {
    "no inbox": (
        "shared/test_inbox.py::test_an_event_delivered_three_times_has_one_effect",
        "faults/one_fault/test_relays_and_consumers.py"
        "::test_the_whole_history_published_twice_more_has_no_new_effect",
    ),
    "no wait for confirms": (
        "faults/one_fault/test_connections.py::test_what_the_broker_did_not_confirm_waits_in_the_outbox",
    ),
    "no mandatory": (
        "shared/test_buses.py"
        "::test_a_message_routed_nowhere_is_not_confirmed_and_goes_out_once_the_binding_is_back",
        "faults/one_fault/test_bindings.py"
        "::test_events_whose_binding_is_gone_wait_and_are_told_of_and_arrive_when_it_is_back",
    ),
    "no snapshot": (
        "faults/one_fault/test_snapshot.py::"
        "test_an_outage_of_the_database_fills_no_dead_letters_and_what_arrives_meanwhile_is_not_lost",
    ),
}


def outcome(servers: dict[str, str], tests: tuple[str, ...], mutation: str) -> dict[str, int]:
    """How many tests passed, failed and had errors, run by a pytest of their own."""
    plugin = ("-p", "tests.faults.one_fault.mutations")
    command = [sys.executable, "-m", "pytest", "-q", *plugin, "-p", "no:cacheprovider", "--tb=line"]
    done = subprocess.run(
        [*command, *(f"tests/{name}" for name in tests)],
        cwd=ROOT,
        env=os.environ | servers | {"MUTATION": mutation},
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.strip().splitlines()[-1]
    return {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", last)}


@NIGHTLY
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutation", ["", *MUTATIONS])
def test_without_what_holds_the_promises_their_tests_are_red(
    postgresql_server: str, rabbitmq_server: Broker, mutation: str
) -> None:
    servers = {
        "TEST_POSTGRESQL_URL": postgresql_server,
        "TEST_RABBITMQ_URL": rabbitmq_server.url,
        "TEST_RABBITMQ_API": rabbitmq_server.api,
    }
    if not mutation:  # they are green as it is
        found = outcome(servers, tuple(name for names in WATCHED.values() for name in names), "")
        assert found.keys() == {"passed"}, found
        return
    for name in WATCHED[mutation]:
        found = outcome(servers, (name,), mutation)
        assert found.get("failed", 0) > 0 and not found.keys() - {"failed"}, (name, found)


def test_every_mutation_is_watched() -> None:
    assert WATCHED.keys() == MUTATIONS.keys()
