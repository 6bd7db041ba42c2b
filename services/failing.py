"""`failed` as an operator sees it: what failed where, and what is to become of it."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy.orm import Session

from services.names import SERVICES
from services.operating import application
from shared.asking import Asked, InThisProcess, NoAnswer, neighbours_of
from shared.inbox import failed_events
from shared.service import transaction

SHOWN = 50


def tell_failed(service: str | None, data: Path | None) -> None:
    """List the failed events of one service or of all; exits with 2 where one does not answer."""
    away = False
    for name, one in _asked(service, data).items():
        try:
            found = one.get("failed-events", per_page=SHOWN)
        except NoAnswer as error:
            click.echo(f"{name}: {error}", err=True)
            away = True
            continue
        click.echo(f"{name}: {found['total']} failed")
        for item in found["items"]:
            click.echo(f"  {_line(item)}")
        if found["total"] > SHOWN:
            click.echo(f"  and {found['total'] - SHOWN} more, which are older.")
    if away:
        sys.exit(2)


def retry(service: str, data: Path | None, failed_id: UUID) -> None:
    """Let one failed event be handled again by the service's worker."""
    _act(service, data, lambda session: failed_events.retry(session, failed_id))
    click.echo("It is tried again now.")


def retry_all(service: str, data: Path | None) -> None:
    """As `retry`, of all that can be read."""
    count = _act(service, data, failed_events.retry_all)
    click.echo(f"{count} events are tried again now.")


def discard(service: str, data: Path | None, failed_id: UUID, reason: str) -> None:
    """Decide that a failed event need not take effect."""
    _act(service, data, lambda session: failed_events.discard(session, failed_id, reason))
    click.echo("It is discarded.")


def _act(service: str, data: Path | None, deed: Callable[[Session], Any]) -> Any:
    with application(service, data).app_context():
        try:
            with transaction() as session:
                return deed(session)
        except failed_events.FailedEventIsGone as error:
            sys.exit(f"{service} has no failed event {error}.")
        except failed_events.EventCannotBeRead:
            sys.exit(
                "The message could not be read, so it cannot be tried again, only discarded. If a newer "
                "version reads it, `republish` in the service that sent it sends it once more."
            )


def _asked(service: str | None, data: Path | None) -> Mapping[str, Asked]:
    """One service by its own database; all by theirs in a data folder, or else over HTTP."""
    if service or data:
        names = [service] if service else SERVICES
        return {name: InThisProcess(application(name, data)) for name in names}
    return neighbours_of(application("reporting", None), *SERVICES)


def _line(item: Mapping[str, Any]) -> str:
    kind = item["type"] or f"unreadable ({item['claimed_type'] or 'no event'})"
    when, event = item["failed_at"][:19] + "Z", item["event_id"] or "-"
    return f"{item['id']}  {when}  event {event}  {kind}: {item['error']}"
