"""Beats: each loop of each worker notes that it lives and what it last saw, for /readyz and /metrics."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock, outbox
from shared.db import UtcDateTime, backbone, insert
from shared.events import PAGE
from shared.inbox.failures import troubles
from shared.service import service
from shared.settings import Settings

# A loop beats every few seconds; after this long without one it is reported as stalled.
STALLED_AFTER = timedelta(seconds=30)
LATE_AFTER = timedelta(seconds=60)

# What the figures are, for Prometheus.
FIGURES = {
    "outbox_length": "Events that wait to be published.",
    "outbox_age_seconds": "How long the oldest of them has waited.",
    "inbox_retries": "Events whose handling failed and is tried again later.",
    "inbox_failed": "Events that were tried in vain and are parked.",
    "workers_alive": "Workers that have been heard from lately.",
    "loops_in_trouble": "Loops of these workers whose last round failed.",
    "relay_beat_age_seconds": "Since when no worker's relay has been heard from; -1: never.",
    "consumer_beat_age_seconds": "Since when no worker's consumer has been heard from; -1: never.",
    "queue_length": "Events that wait on the broker, as a consumer last saw; -1: none has seen.",
}

beats = sa.Table(
    "beats",
    backbone,
    sa.Column("worker", sa.String(120), primary_key=True),
    sa.Column("loop", sa.String(40), primary_key=True),
    sa.Column("beat_at", UtcDateTime, nullable=False),
    sa.Column("trouble", sa.Text),
    sa.Column("queue_length", sa.Integer),  # a consumer's alone
)


@dataclass(frozen=True)
class Report:
    """What an operator wants to know of a service's event path."""

    figures: dict[str, float]
    degraded: list[str]


def beat(
    session: Session,
    worker: str,
    loop: str,
    last_round: datetime,
    trouble: str | None = None,
    queue_length: int | None = None,
) -> None:
    """Note when a loop of a worker last went round, what troubled it, and how long a consumer's queue was."""
    key = {"worker": worker, "loop": loop}
    news = {"beat_at": last_round, "trouble": trouble, "queue_length": queue_length}
    statement = insert(session, beats).values(key | news)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[beats.c.worker, beats.c.loop],
            set_={name: statement.excluded[name] for name in news},
        )
    )


def forget_the_gone(session: Session) -> None:
    """Drop the beats of workers that were gone for a day."""
    gone = clock.now() - timedelta(days=1)
    session.execute(sa.delete(beats).where(beats.c.beat_at < gone))


def expected_loops(name: str, settings: Settings) -> tuple[str, ...]:
    """The loops that must be heard from, by how this service runs."""
    consumes = settings.rabbitmq_url and PAGE.heard_by(name)
    return ("relay", "consumer") if consumes else ("relay",)


def are_alive(session: Session, host: str, loops: tuple[str, ...]) -> bool:
    """Whether each of these loops was heard from lately, in some worker on this host."""
    mine = beats.c.worker.startswith(f"{host}:", autoescape=True)
    lately = beats.c.beat_at > clock.now() - STALLED_AFTER
    return set(loops) <= set(session.scalars(sa.select(beats.c.loop).where(mine, lately)))


def report(session: Session) -> Report:
    """Lengths, ages and counts of the event path, and in words what is wrong with it, if anything."""
    now = clock.now()
    waiting, since = outbox.backlog(session)
    retrying, parked, _ = troubles(session)
    age = (now - since).total_seconds() if since else 0.0
    figures: dict[str, float] = {
        "outbox_length": waiting,
        "outbox_age_seconds": age,
        "inbox_retries": retrying,
        "inbox_failed": parked,
        **_workers(session, now),
    }
    degraded = []
    if age > LATE_AFTER.total_seconds():
        degraded.append(f"outbox: the oldest event has waited {age:.0f} s")
    if parked:
        degraded.append(f"inbox: {parked} events are parked as failed")
    latest = {row.loop: row for row in session.execute(sa.select(beats).order_by(beats.c.beat_at)).all()}
    for loop in expected_loops(service().name, service().settings):
        row = latest.get(loop)
        figures[f"{loop}_beat_age_seconds"] = (now - row.beat_at).total_seconds() if row else -1.0
        if loop == "consumer":
            figures["queue_length"] = -1 if row is None or row.queue_length is None else row.queue_length
        if row is None or row.beat_at < now - STALLED_AFTER:
            degraded.append(f"{loop}: no worker has been heard from")
        elif row.trouble:
            degraded.append(f"{loop}: {row.trouble}")
    return Report(figures, degraded)


def _workers(session: Session, now: datetime) -> dict[str, float]:
    """How many workers live, as their relays show, and how many of their loops are in trouble."""
    alive = sa.select(beats.c.worker).where(beats.c.loop == "relay", beats.c.beat_at > now - STALLED_AFTER)
    workers, troubled = session.execute(
        sa.select(sa.func.count(beats.c.worker.distinct()), sa.func.count(beats.c.trouble)).where(
            beats.c.worker.in_(alive)
        )
    ).one()
    return {"workers_alive": workers, "loops_in_trouble": troubled}
