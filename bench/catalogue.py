"""The catalogue's first page with 2,000 coming occasions: milliseconds of server time, on PostgreSQL."""

import argparse
import statistics
from datetime import timedelta
from itertools import cycle, islice
from time import perf_counter

from flask import Flask

from bench.servers import report, servers
from bench.stack import SECRET
from services.registration import operations
from services.registration.app import create_app
from services.registration.settings import Settings
from shared import clock
from shared.service import transaction
from shared.settings import load
from shared.vocabulary import KINDS

OCCASIONS, LIMIT = 2_000, 30  # ms
PAGES = {
    "first": "/registration/",
    "filtered": "/registration/?kind=course&open_places=true&role=nurse",
    "searched": "/registration/?q=bemötande",
    "last": f"/registration/?page={OCCASIONS // 12}",
}


def fill(app: Flask) -> None:
    """Fifty activities with forty published occasions each, over the coming year."""
    with app.app_context(), transaction() as session:
        for number, kind in enumerate(islice(cycle(KINDS), 50)):
            new = {"title": f"Bemötande {number}", "kind": kind, "form": "procured", "description": "En dag."}
            activity = operations.create_activity(session, new)
            for week in range(OCCASIONS // 50):
                starts = clock.now() + timedelta(days=1 + 7 * week, hours=number)
                ends = starts + timedelta(hours=7)
                meeting = {"starts_at": starts, "ends_at": ends, "venue": "Folkets hus, Huddinge"}
                occasion = operations.create_occasion(
                    session, activity.id, {"places": 20, "sessions": [meeting]}
                )
                operations.publish_occasion(session, occasion.id)


def time_of(app: Flask, address: str, rounds: int) -> list[float]:
    """How long each of so many answers took, in milliseconds."""
    client, taken = app.test_client(), []
    for _ in range(rounds):
        before = perf_counter()
        assert client.get(address).status_code == 200
        taken.append((perf_counter() - before) * 1000)
    return taken


def main() -> None:
    """Fill, warm up, measure each page, and hold the first against its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with servers() as started:
        url = started.database("registration")
        app = create_app(load(Settings, database_url=url, secret_key=SECRET, log_level="error"))
        fill(app)
        figures = {}
        for name, address in PAGES.items():
            time_of(app, address, 5)
            taken = time_of(app, address, rounds)
            figures[f"{name}_ms"] = round(statistics.median(taken), 1)
            figures[f"{name}_p95_ms"] = round(statistics.quantiles(taken, n=20)[-1], 1)
        app.extensions["kursforum"].database.dispose()
    report("catalogue", **figures, limit_ms=LIMIT, holds=figures["first_p95_ms"] <= LIMIT)


if __name__ == "__main__":
    main()
