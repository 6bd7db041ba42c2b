"""Registering by form and by API with 8 clients, against a bare Flask application on the same server."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bench import clients, floor_web
from bench.servers import Servers, median, percentile, report, servers
from bench.stack import SECRET, wait_for
from services.registration import operations
from services.registration.app import create_app
from services.registration.settings import Settings
from services.serve import serve_service
from shared import clock
from shared.service import transaction
from shared.settings import load
from tests.servers.server import free_port

PROCESSES, THREADS, OCCASIONS = 2, 4, 8


def occasions(url: str) -> list[str]:
    """Published occasions with room for everybody; returns their ids."""
    app = create_app(load(Settings, database_url=url, secret_key=SECRET))
    starts = clock.now() + timedelta(days=30)
    session_of = {
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=7),
        "venue": "Folkets hus, Huddinge",
    }
    with app.app_context(), transaction() as session:
        new = {
            "title": "Lågaffektivt bemötande",
            "kind": "course",
            "form": "procured",
            "description": "En dag.",
        }
        activity = operations.create_activity(session, new)
        made = []
        for _ in range(OCCASIONS):
            occasion = operations.create_occasion(
                session, activity.id, {"places": 100_000, "sessions": [session_of]}
            )
            operations.publish_occasion(session, occasion.id)
            made.append(str(occasion.id))
    app.extensions["kursforum"].database.dispose()
    return made


@contextmanager
def served(what: str, url: str) -> Iterator[tuple[int, int]]:
    """Serve ours or the bare one with the same gunicorn; gives the port and the master's process id."""
    port = free_port()
    settings = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "LOG_LEVEL": "info"}
    command = [sys.executable, "-m", "bench.registration", "--serve", what, "--port", str(port)]
    process = subprocess.Popen(
        command, env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/{'registration/healthz' if what == 'ours' else 'form'}")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def serve(what: str, port: int) -> None:
    """The process that `served` starts."""
    make = (lambda: create_app(load(Settings))) if what == "ours" else floor_web.create_app
    serve_service(make, f"127.0.0.1:{port}", PROCESSES, THREADS)


def cpu_of(master: int) -> float:
    """Seconds of processor time that a server's processes have used."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == master:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(own: Servers, what: str, kind: str, seconds: float) -> tuple[clients.Load, float]:
    """One run; returns the load and the server's CPU-ms for each visit."""
    url = own.database("registration")
    if what == "ours":
        ids = occasions(url)
        form, api = "/registration/occasions/{}", "/registration/api/occasions/{}/registrations"
        paths = [(form if kind == "form" else api).format(item) for item in ids]
    else:
        floor_web.prepare(url)
        paths = ["/form" if kind == "form" else "/api"]
    visit = clients.fill_form if kind == "form" else clients.call_api
    with served(what, url) as (port, master):
        clients.load(visit, port, paths, 2)  # warm
        before = cpu_of(master)
        done = clients.load(visit, port, paths, seconds)
        return done, (cpu_of(master) - before) * 1000 / max(len(done.taken), 1)


def main() -> None:
    """Alternate the bare application and ours, and print the medians with their ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--serve", choices=["ours", "bare"])
    arguments.add_argument("--port", type=int)
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    if given.serve:
        serve(given.serve, given.port)
        return
    with servers() as own:
        for kind in ("form", "api"):
            runs = {what: [] for what in ("bare", "ours")}  # type: ignore[var-annotated]
            for _ in range(given.rounds):
                for what, found in runs.items():
                    found.append(measure(own, what, kind, given.seconds))
            ours, bare = runs["ours"], runs["bare"]
            report(
                f"registration_{kind}",
                ratio=median([a.rate / b.rate for (a, _), (b, _) in zip(ours, bare, strict=True)]),
                ours_per_s=median([done.rate for done, _ in ours]),
                bare_per_s=median([done.rate for done, _ in bare]),
                ours_cpu_ms=median([cpu for _, cpu in ours]),
                bare_cpu_ms=median([cpu for _, cpu in bare]),
                ours_p95_ms=percentile(ours[-1][0].taken, 0.95) * 1000,
            )


if __name__ == "__main__":
    main()
