"""Invitations from completed occasions: how long until all are there, each once, and until all are issued.

Every event comes twice and out of order, as from a broker that lost its acknowledgements; two workers take
them, each in batches as its consumer does.
"""

import argparse
import random
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask

from bench.servers import median, report, servers
from services.evaluation.app import create_app
from services.evaluation.handlers import HANDLERS
from services.evaluation.models import Evaluation, Invitation, InvitationLink
from services.evaluation.operations import issue_due_invitations
from services.evaluation.settings import Settings
from shared import events
from shared.db import Database
from shared.envelope import encode
from shared.events import PAGE
from shared.inbox import Inbox
from shared.service import EXTENSION, transaction
from shared.settings import load

WORKERS, BATCH, PRESENT = 2, 50, 25
WANTED = 10.0  # seconds
HELD = datetime(2026, 3, 12, 14, tzinfo=UTC)


def application(url: str) -> Flask:
    """The service as a worker has it."""
    given = {"secret_key": "k" * 40, "log_level": "error", "evaluation_delay": 0, "database_pool": 4}
    return create_app(load(Settings, database_url=url, **given))


def take(url: str, batches: Sequence[Sequence[bytes]]) -> None:
    """A worker's consumer: batch after batch into the inbox."""
    app = application(url)
    inbox = Inbox(app.extensions[EXTENSION].database, PAGE, HANDLERS)
    with app.app_context():
        for batch in batches:
            inbox.take(list(batch))
        while inbox.retry_due():
            pass


def issue(url: str) -> None:
    """A worker's job: until nothing is due."""
    with application(url).app_context():
        more = True
        while more:
            with transaction() as session:
                more = bool(issue_due_invitations(session))


def deliveries(count: int) -> list[list[bytes]]:
    """Twice each occasion, shuffled; of every tenth also an older list, which may come after the newer."""
    occasions = [_completed(uuid4()) for _ in range(count // PRESENT)]
    older = [_completed(UUID(event.subject), version=1) for event in occasions[::10]]
    everything = [encode(event) for event in [*occasions, *older] for _ in range(2)]
    random.Random(1).shuffle(everything)
    return [everything[start : start + BATCH] for start in range(0, len(everything), BATCH)]


def _completed(occasion_id: UUID, version: int = 5) -> Any:
    present = [_person() for _ in range(PRESENT)]
    hours = {"starts_at": HELD - timedelta(hours=6), "ends_at": HELD}
    return events.OccasionCompleted(
        occasion_id,
        version=version,
        activity_id=uuid4(),
        title="Lågaffektivt bemötande",
        kind="course",
        form="in_house",
        area=None,
        is_new_activity=False,
        lecturer_contact_id=None,
        places=30,
        state="completed",
        closes_at=None,
        sessions=[{"id": uuid4(), "venue": "Forum Carpe", **hours}],
        present=present,
    )


def _person() -> dict[str, Any]:
    facts = {"municipality": "0114", "district": None, "employer": "municipal", "side": "provider"}
    return {"registration_id": uuid4(), "contact_id": uuid4(), "role": "nurse", **facts}


def measure(url: str, count: int) -> tuple[float, float]:
    """Seconds until all are invited, and then until all are issued."""
    batches = deliveries(count)
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        list(pool.map(application_is_there, [url] * WORKERS))
        since = time.perf_counter()
        list(pool.map(take, [url] * WORKERS, [batches[part::WORKERS] for part in range(WORKERS)]))
        invited = time.perf_counter() - since
        since = time.perf_counter()
        list(pool.map(issue, [url] * WORKERS))
        issued = time.perf_counter() - since
    _hold(url, count)
    return invited, issued


def application_is_there(url: str) -> None:
    """Load what a worker has loaded, so that starting it does not count."""
    application(url)


def _hold(url: str, count: int) -> None:
    """Each is there exactly once, with one link, and the counts are those of the last list."""
    database = Database(url)
    with database.read() as session:
        asked = session.scalar(sa.select(sa.func.count()).where(Invitation.state != "withdrawn"))
        persons = session.scalar(sa.select(sa.func.count(sa.distinct(Invitation.respondent_id))))
        rows = session.scalar(sa.select(sa.func.count()).select_from(Invitation))
        links = session.scalar(sa.select(sa.func.count()).select_from(InvitationLink))
        told = session.scalar(sa.select(sa.func.sum(Evaluation.invited)))
    database.dispose()
    assert asked == told == count, (asked, told)
    assert persons == rows, (persons, rows)
    assert links == asked, links


def main() -> None:
    """Print the medians."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--invitations", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with servers() as own:
        taken = [measure(own.database("evaluation"), given.invitations) for _ in range(given.rounds)]
    invited, issued = (median(values) for values in zip(*taken, strict=True))
    report(
        "invitations",
        invitations=given.invitations,
        occasions=given.invitations // PRESENT,
        invited_s=invited,
        issued_s=issued,
        together_s=median([sum(both) for both in taken]),
        wanted_s=WANTED,
    )


if __name__ == "__main__":
    main()
