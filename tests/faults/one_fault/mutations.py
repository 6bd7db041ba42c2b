"""A plugin for pytest that takes away one of the promises' foundations, to see that the tests notice.

`MUTATION="no inbox" pytest -p tests.faults.one_fault.mutations …`
"""

import inspect
import os
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

from pika.channel import Channel

import shared.inbox
from shared.bus import consumer, publisher
from shared.outbox import Message


def no_inbox() -> None:
    """Whatever arrives is news."""
    shared.inbox.fresh = lambda session, events: list(events.values())  # type: ignore[attr-defined]


def no_wait_for_confirms() -> None:
    """What was given to the network counts as published."""

    def publish(self: Any, messages: Sequence[Message]) -> set[int]:
        self._link = self._link or self._open()
        self._link.send(publisher._Batch(messages))
        return {message.sequence for message in messages}

    publisher.RabbitPublisher.publish = publish  # type: ignore[method-assign]


def no_mandatory() -> None:
    """The broker may drop what is bound to nothing, and confirm it."""
    send = Channel.basic_publish

    def basic_publish(self: Any, *arguments: Any, mandatory: bool = False, **named: Any) -> None:
        send(self, *arguments, **named)

    Channel.basic_publish = basic_publish


def no_snapshot() -> None:
    """With a batch, whatever has arrived by then is acknowledged too."""
    source = textwrap.dedent(inspect.getsource(consumer.RabbitConsumer._consume))
    mutated = source.replace("batch[-1].delivery_tag", "(self._pending or batch)[-1].delivery_tag")
    assert mutated != source
    made: dict[str, Any] = {}
    exec(compile(mutated, consumer.__file__, "exec"), vars(consumer), made)
    consumer.RabbitConsumer._consume = made["_consume"]  # type: ignore[method-assign]


MUTATIONS: dict[str, Callable[[], None]] = {
    "no inbox": no_inbox,
    "no wait for confirms": no_wait_for_confirms,
    "no mandatory": no_mandatory,
    "no snapshot": no_snapshot,
}


def pytest_configure() -> None:
    """Apply the mutation that was asked for."""
    if name := os.environ.get("MUTATION"):
        MUTATIONS[name]()
