"""What must hold of the events after a journey; each rule gives a sentence for whatever does not."""

from collections.abc import Iterator

import pika

from services.names import SERVICES
from services.reconciling import differences, differing_groups, still
from shared.asking import Asked, OverHttp
from shared.bus import topology
from tests.faults.findings import Findings
from tests.journeys.stage import SECRET
from tests.servers.guardian import wait_until


def every_event_was_published(found: Findings) -> Iterator[str]:
    for service, rows in found.ledger.outbox.items():
        yield from (f"{service}: {it.type} {it.event_id}" for it in rows if it.published_at is None)


def every_event_took_effect_or_is_parked(found: Findings) -> Iterator[str]:
    for service in SERVICES:
        wanted, seen = found.ledger.events_for(service), found.ledger.inbox[service]
        yield from (f"{service} never had {it}" for it in sorted(wanted - seen))
        yield from (f"{service} had {it}, which nobody told" for it in sorted(seen - wanted))


def only_poison_is_parked(found: Findings) -> Iterator[str]:
    for service in SERVICES:
        parked = found.ledger.failed[service]
        yield from (f"{service}: {row.event_id} {row.error}" for row in parked if row.event_id)
        garbage = sum(row.event_id is None for row in parked)
        if garbage != found.poison.get(service, 0):
            yield f"{service}: {garbage} parked, {found.poison.get(service, 0)} were sent"


def nothing_is_stuck(found: Findings) -> Iterator[str]:
    for service in SERVICES:
        for row in found.ledger.rows(service, "SELECT event_id, error FROM inbox_retries"):
            yield f"{service} tries {row.event_id} again: {row.error}"
    connection = pika.BlockingConnection(pika.URLParameters(found.broker_url))
    channel = connection.channel()
    for service in SERVICES:
        for queue in (topology.queue_name(service), topology.dead_queue_name(service)):
            count = channel.queue_declare(queue, passive=True).method.message_count
            if count:
                yield f"{count} messages in {queue}"
    connection.close()


def versions_have_no_gap(found: Findings) -> Iterator[str]:
    for (service, subject), versions in found.ledger.versions().items():
        first = min(versions)  # an occasion's first version is a draft, of which nobody hears
        if first > 2 or versions != set(range(first, first + len(versions))):
            yield f"{service} {subject}: {sorted(versions)}"


def reconcile_finds_nothing(found: Findings) -> Iterator[str]:
    asked: dict[str, Asked] = {name: OverHttp(name, url, SECRET) for name, url in found.client.urls.items()}
    groups = differing_groups(asked)

    def agree() -> bool:
        nonlocal groups
        groups = still(asked, groups)
        return not groups

    if groups and not wait_until(agree, 5, every=0.5):
        yield from map(str, differences(asked, groups))
