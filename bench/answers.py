"""A thousand people answer one evaluation: some click twice, go back, or have it open in two tabs."""

import argparse
import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import sqlalchemy as sa

from bench.registration import cpu_of
from bench.servers import Servers, median, percentile, report, servers
from bench.stack import SECRET, wait_for
from services.evaluation import schedule
from services.evaluation.app import create_app
from services.evaluation.models import Evaluation, Invitation, PendingBallot
from services.evaluation.settings import Settings
from services.serve import serve_service
from shared import clock, events
from shared.db import Database
from shared.settings import load
from tests.evaluation.story import completed, people
from tests.events import emitted, handed
from tests.servers.server import free_port

PROCESSES, THREADS, CLIENTS = 2, 4, 8
WANTED = 1000 / 60  # answers a second
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')
_SCALES = ("overall", "enough_knowledge", "relevance", "use_at_work", "lecturer", "arrangement")
_GIVEN = {**dict.fromkeys(_SCALES, "4"), "recommend": "9", "good": "Exemplen ur vardagen."}


def links(url: str, count: int) -> list[str]:
    """One evaluation with so many invitations; returns the addresses of its questionnaires."""
    given = {"secret_key": SECRET, "evaluation_delay": 0, "log_level": "error"}
    app = create_app(load(Settings, database_url=url, **given))
    with clock.at(datetime.now(UTC) - timedelta(minutes=5)):
        handed(app, completed(people(count), ends_at=clock.now()))
    with app.app_context():
        while schedule.issue_invitations():
            pass
    tokens = [event["token"] for event in emitted(app) if event.type is events.InvitationIssued]
    app.extensions["kursforum"].database.dispose()
    return [f"/evaluation/answer/{token}" for token in tokens]


@contextmanager
def served(url: str) -> Iterator[tuple[int, int]]:
    """The service under gunicorn; gives the port and the master's process id."""
    port = free_port()
    settings = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "LOG_LEVEL": "info"}
    command = [sys.executable, "-m", "bench.answers", "--serve", "--port", str(port)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | settings, **silent)
    try:
        wait_for(f"http://127.0.0.1:{port}/evaluation/healthz")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def visit(port: int, number: int, link: str) -> float:
    """One person answers, and perhaps sends it again; returns the seconds until they were thanked."""
    since = time.perf_counter()
    cookies, sent = _open(port, link)
    forms = [(cookies, sent)]
    if number % 4 == 1:  # a double click: both are on their way at once
        forms *= 2
    elif number % 4 == 2:  # two tabs, each with a form of its own
        forms.append(_open(port, link))
    with ThreadPoolExecutor(len(forms)) as hands:
        statuses = list(hands.map(lambda form: _send(port, link, *form), forms))
    taken = time.perf_counter() - since
    if number % 4 == 3:  # the back button, and sent again
        statuses.append(_send(port, link, cookies, sent))
    assert sorted(statuses) == [303, *[410] * (len(statuses) - 1)], statuses
    return taken


def _open(port: int, link: str) -> tuple[str, str]:
    """The questionnaire: its cookie, and the form filled in."""
    status, text, cookies = _ask(port, "GET", link)
    found = _TOKEN.search(text)
    assert status == 200, status
    assert found
    return cookies, urlencode(_GIVEN | {"csrf_token": found[1]})


def _send(port: int, link: str, cookies: str, sent: str) -> int:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    return _ask(port, "POST", link, sent, form)[0]


def _ask(
    port: int, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    text = answer.read().decode()
    cookies = "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or ())
    connection.close()
    return answer.status, text, cookies


def measure(own: Servers, count: int) -> dict[str, float]:
    """One run; nobody's answers are lost, and nobody's are there twice."""
    url = own.database("evaluation")
    addresses = links(url, count)
    with served(url) as (port, master), ThreadPoolExecutor(CLIENTS) as clients:
        before, since = cpu_of(master), time.perf_counter()
        taken = list(clients.map(lambda item: visit(port, *item), enumerate(addresses)))
        seconds, used = time.perf_counter() - since, cpu_of(master) - before
    _hold(url, count)
    return {
        "per_s": count / seconds,
        "p95_ms": percentile(taken, 0.95) * 1000,
        "cpu_ms": used * 1000 / count,
        "to_wanted": count / seconds / WANTED,
    }


def _hold(url: str, count: int) -> None:
    database = Database(url)
    with database.read() as session:
        kept = session.scalar(sa.select(sa.func.count()).select_from(PendingBallot))
        answered = session.scalar(sa.select(sa.func.count()).where(Invitation.state == "answered"))
        assert session.scalar(sa.select(sa.func.count()).select_from(Evaluation)) == 1
    database.dispose()
    assert kept == answered == count, (kept, answered)


def main() -> None:
    """Print the medians."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--serve", action="store_true")
    arguments.add_argument("--port", type=int)
    arguments.add_argument("--answers", type=int, default=1_000)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    if given.serve:
        serve_service(lambda: create_app(load(Settings)), f"127.0.0.1:{given.port}", PROCESSES, THREADS)
        return
    with servers() as own:
        rounds = [measure(own, given.answers) for _ in range(given.rounds)]
    report("answers", **{name: median([item[name] for item in rounds]) for name in rounds[0]})


if __name__ == "__main__":
    main()
