"""python -m services …: everything an operator starts by hand or from a container."""

import signal
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from services.names import SERVICES, handlers_of, jobs_of, module
from shared import clock
from shared.settings import SettingsAreWrong, load
from shared.vocabulary import STAFF_ROLES

SERVICE = click.Choice(SERVICES)


@click.group()
def main() -> None:
    """Kursforum: course registration, evaluation and reporting for collaborating municipalities."""


@main.command()
@click.option("--port", default=8000, help="The port on 127.0.0.1.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("data"), help="The data folder.")
@click.option("--empty", is_flag=True, help="Without demo data: the region and its lists only.")
def up(port: int, data: Path, empty: bool) -> None:
    """Serve everything in one process, on SQLite, for one office or for a try."""
    from services import one_process

    one_process.serve(port, data, empty)


@main.command()
@click.option("--year", default=lambda: clock.today().year, type=int, help="The year to play, up to today.")
@click.option("--seed", "number", default=2550, help="The same seed gives the same year.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("data"), help="A new data folder.")
def seed(year: int, number: int, data: Path) -> None:
    """Play a believable year of a region, and hold the report against what went in."""
    from services import one_process

    one_process.seed(data, year, number)


@main.group()
def tokens() -> None:
    """Tokens by which other systems call the API."""


@tokens.command()
@click.option("--role", type=click.Choice(list(STAFF_ROLES)), required=True)
@click.option("--name", required=True, help="What the token is for.")
@click.option("--municipality", help="The four-digit code, for a representative.")
@click.option("--data", type=click.Path(path_type=Path, exists=True), help="The data folder, in one process.")
def create(role: str, name: str, municipality: str | None, data: Path | None) -> None:
    """Print a new token, once."""
    from services.registration.staff.tokens import create_token
    from shared.service import transaction

    app = module("registration", "app").create_app(_registration_settings(data))
    with app.app_context(), transaction() as session:
        click.echo(create_token(session, role, name, municipality))


def _registration_settings(data: Path | None) -> Any:
    """The settings of the environment, or those of a data folder, beside whose server a command may run."""
    table = module("registration", "settings").Settings
    if data is None:
        return load(table)
    url = f"sqlite:///{data / 'registration.sqlite'}"
    return load(table, database_url=url, secret_key=(data / "secret").read_text())


@main.command()
@click.argument("service", type=SERVICE)
@click.option("--bind", default="127.0.0.1:8000")
@click.option("--workers", default=2, help="Processes; one alone takes the least memory.")
@click.option("--threads", default=4, help="Threads in each process.")
def web(service: str, bind: str, workers: int, threads: int) -> None:
    """Serve one service's pages and API."""
    from services.serve import serve_service

    settings = load(module(service, "settings").Settings)
    serve_service(lambda: module(service, "app").create_app(settings), bind, workers, threads)


@main.command()
@click.argument("service", type=SERVICE)
def worker(service: str) -> None:
    """Run one service's loops: relay, consumer, retries and schedule; any number may run."""
    from shared.worker import Worker, collect_seldom

    app = module(service, "app").create_app(load(module(service, "settings").Settings))
    loops = Worker(app, handlers_of(service), jobs_of(service))
    collect_seldom()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    loops.start()
    stop.wait()
    loops.stop()


FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
NEW_FOLDER = click.Path(path_type=Path, file_okay=False)


@main.command()
@click.argument("service", type=click.Choice(["reporting"]))
@click.option("--data", type=FOLDER, help="The data folder, in one process; its server may be running.")
@click.option("--anew", is_flag=True, help="Give up a replay that was begun earlier.")
def replay(service: str, data: Path | None, anew: bool) -> None:
    """Rebuild what reporting keeps of the other services' facts, while it goes on answering."""
    from services import operating

    operating.replay(data, anew)


@main.command()
@click.option("--data", type=FOLDER, help="The data folder, in one process; its server may be running.")
@click.option("--patience", default=30, help="Seconds for what is on its way to arrive.")
def reconcile(data: Path | None, patience: int) -> None:
    """Compare reporting with registration and evaluation; name each difference, and exit with 1 if any."""
    from services import operating

    operating.reconcile(data, patience)


@main.command()
@click.argument("service", type=SERVICE, required=False)
@click.option("--data", type=FOLDER, help="The data folder, in one process; its server may be running.")
@click.option("--again", type=click.UUID, help="The id of one that is to be handled again.")
@click.option("--all", "every", is_flag=True, help="Let all that can be read be handled again.")
@click.option("--discard", type=click.UUID, help="The id of one that need not take effect.")
@click.option("--reason", help="Why it is discarded; the audit log keeps it, so name nobody.")
def failed(
    service: str | None, data: Path | None, again: UUID | None, every: bool, discard: UUID | None, reason: str
) -> None:
    """List the events whose handling failed; or have them handled again, or discarded."""
    from services import failing

    if sum((again is not None, every, discard is not None)) > 1:
        raise click.UsageError("Choose one of --again, --all and --discard.")
    if not (again or every or discard):
        failing.tell_failed(service, data)
    elif service is None:
        raise click.UsageError("Say in which SERVICE.")
    elif again:
        failing.retry(service, data, again)
    elif every:
        failing.retry_all(service, data)
    elif discard and (reason or "").strip():
        failing.discard(service, data, discard, reason.strip())
    else:
        raise click.UsageError("Say why, by --reason.")


@main.command()
@click.argument("folder", type=NEW_FOLDER)
@click.option("--data", type=FOLDER, help="The data folder, in one process; its server may be running.")
def backup(folder: Path, data: Path | None) -> None:
    """Copy all four databases, as they were at one moment, into a new FOLDER."""
    from services.backup import back_up

    back_up(folder, data)


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--data", type=NEW_FOLDER, help="A new data folder, in one process.")
def restore(folder: Path, data: Path | None) -> None:
    """Fill four empty databases, or a new data folder, from the backup in FOLDER."""
    from services import backup

    backup.restore(folder, data)


@main.group()
def healthy() -> None:
    """Exit with 0 when this container is healthy; for its health check."""


@healthy.command("web")
@click.argument("service", type=SERVICE)
@click.option("--port", default=8000, help="Where the web process listens.")
def web_is_healthy(service: str, port: int) -> None:
    """Whether the web process says that it is ready."""
    from services.healthy import web_is_ready

    sys.exit(not web_is_ready(service, port))


@healthy.command("worker")
@click.argument("service", type=SERVICE)
def worker_is_healthy(service: str) -> None:
    """Whether the worker's loops have been heard from within 30 seconds."""
    from services.healthy import worker_is_alive

    sys.exit(not worker_is_alive(service, load(module(service, "settings").Settings)))


@main.command()
def admin() -> None:
    """Add the first administrator, from ADMIN_EMAIL and ADMIN_PASSWORD; nothing while there is an account."""
    from services.registration.staff.first_admin import add_first_admin

    app = module("registration", "app").create_app(load(module("registration", "settings").Settings))
    with app.app_context():
        is_first = add_first_admin()
    click.echo("The first administrator can sign in." if is_first else "There are accounts already.")


@main.command()
@click.argument("service", type=SERVICE)
def migrate(service: str) -> None:
    """Bring one service's database to the newest schema."""
    from shared.migrate import upgrade_database

    upgrade_database(service, load(module(service, "settings").Settings).database_url)


@main.command()
@click.argument("service", type=SERVICE)
@click.option("--hours", default=24, help="How far back; what was published longer ago stays as it is.")
def republish(service: str, hours: int) -> None:
    """Publish one service's latest events once more: after a restore, or when the broker lost its data."""
    from datetime import timedelta

    from shared.db import Database
    from shared.outbox import wait_again

    database = Database(load(module(service, "settings").Settings).database_url)
    with database.begin() as session:
        count = wait_again(session, clock.now() - timedelta(hours=hours))
    database.dispose()
    click.echo(f"{count} events of {service} are published again.")


@main.command()
def topology() -> None:
    """Declare on the broker what the services publish to and read from; before they start, as `migrate`."""
    from shared.bus.topology import FAILURES, declare
    from shared.events import PAGE
    from shared.settings import BrokerSettings

    try:
        declare(load(BrokerSettings).rabbitmq_url, PAGE)
    except FAILURES as error:
        sys.exit(f"The broker did not take it: {type(error).__name__}: {error}")


@main.command()
@click.argument("chain", type=click.Choice([*SERVICES, "backbone"]))
@click.argument("message")
def revision(chain: str, message: str) -> None:
    """Write the next migration of a service, or of the tables common to all, from its models."""
    from services.revise import revise

    revise(chain, message)


def run() -> None:
    """Run a command; a wrong setting is told in a sentence, not in a traceback."""
    try:
        main()
    except SettingsAreWrong as error:
        sys.exit(f"The settings are wrong: {error}")


if __name__ == "__main__":
    run()
