"""Ten thousand invitations to a mail server by one worker and by two, and a confirmation behind them.

The mail server is a process of its own that keeps nothing but the addresses and the moments.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from bench.mail import take_mail
from bench.servers import processes, report, servers
from services.notifications.app import create_app
from services.notifications.delivery.sender import send_due_messages
from services.notifications.models import Contact
from services.notifications.operations import new_message, queue_messages
from services.notifications.settings import Settings
from shared.ids import new_id
from shared.service import transaction
from shared.settings import load
from tests.events import handed
from tests.notifications.happenings import contact, manage_link, occasion, registered
from tests.servers.server import free_port

COUNT, PATIENCE = 10_000, 120.0
AHEAD = 2.0  # seconds that the letters have been going out when somebody registers
PERSON = "confirmed@nacka.example"


def application(url: str, mail_url: str) -> Flask:
    """The service as a worker has it."""
    given = {"secret_key": "k" * 40, "log_level": "error", "database_pool": 4, "smtp_url": mail_url}
    return create_app(load(Settings, database_url=url, **given))


def work(url: str, mail_url: str) -> None:
    """The process of a worker, which sends until it is ended."""
    with application(url, mail_url).app_context():
        while True:
            if not send_due_messages():
                time.sleep(0.02)


def queue(app: Flask, name: str) -> None:
    """Ten thousand people are asked to answer."""
    people = [new_id() for _ in range(COUNT)]
    details = {"title": "Lågaffektivt bemötande"}
    with app.app_context(), transaction() as session:
        session.execute(sa.insert(Contact), [_person(key, f"{name}.{at}") for at, key in enumerate(people)])
        mails = [
            new_message("evaluation_invitation", new_id(), key, details=details, token="secret" * 7)
            for key in people
        ]
        queue_messages(session, mails)


def seconds(url: str, mail_url: str, notes: Path, name: str, workers: int) -> tuple[float, float]:
    """How long until all have arrived, and how long a confirmation took that came while they went out."""
    app = application(url, mail_url)
    queue(app, name)
    spawn = multiprocessing.get_context("spawn")
    running = [spawn.Process(target=work, args=(url, mail_url), daemon=True) for _ in range(workers)]
    for process in running:
        process.start()
    try:
        _until(lambda: _arrived(notes, name), 1)
        time.sleep(AHEAD)
        story = (occasion(), contact(email=PERSON), manage_link(), registered())
        registered_at = time.perf_counter()
        if workers == 1:
            handed(app, *story)
        _until(lambda: _arrived(notes, name), COUNT)
        arrivals = _moments(notes, f"{name}.")
        took = max(arrivals) - min(arrivals)
        moments = _moments(notes, PERSON)
        return took, (moments[0] - registered_at if workers == 1 else 0.0)
    finally:
        for process in running:
            process.terminate()
            process.join()


def _person(key: UUID, name: str) -> dict[str, object]:
    words = {"name": "Anna Lindqvist", "email": f"{name}@nacka.example", "language": "sv"}
    return {"id": key, "search_text": "", "version": 1, **words}


def _moments(notes: Path, begins: str) -> Sequence[float]:
    lines = (line.split() for line in (notes.read_text() if notes.exists() else "").splitlines())
    return [float(line[1]) for line in lines if line[0].startswith(begins) and len(line) == 2]


def _arrived(notes: Path, name: str) -> int:
    return len(_moments(notes, f"{name}."))


def _until(count: Callable[[], int], wanted: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while count() < wanted:
        if time.monotonic() > deadline:
            raise RuntimeError(f"only {count()} of {wanted} letters have arrived")
        time.sleep(0.5)


def main() -> None:
    """One worker with somebody who registers meanwhile, then two."""
    port = free_port()
    mail_url = f"smtp://127.0.0.1:{port}"
    with servers() as own:
        notes, url = own.run.folder / "arrived", own.database("notifications")
        with processes((take_mail, (port, str(notes)))):
            one, confirmation = seconds(url, mail_url, notes, "one", 1)
            two, _ = seconds(url, mail_url, notes, "two", 2)
    report(
        "mail_bulk",
        letters=COUNT,
        one_worker_s=round(one, 1),
        two_workers_s=round(two, 1),
        confirmation_behind_them_ms=round(confirmation * 1000),
    )


if __name__ == "__main__":
    main()
