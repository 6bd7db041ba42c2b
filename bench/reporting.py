"""Reports over a million participations: milliseconds of server time, beside plain SQL and a tenth of it.

Then events on top of them: how many a second have had their whole effect, summaries and all.
"""

import argparse
import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from bench.consumers import batches_a_second
from bench.participations import fill, stream
from bench.servers import Servers, median, report, servers
from bench.stack import SECRET
from services.reporting.app import create_app
from services.reporting.counting import remembering
from services.reporting.counting.rebuilding import rebuild_summaries
from services.reporting.settings import Settings
from shared import clock
from shared.envelope import encode
from shared.service import EXTENSION, transaction
from shared.settings import load
from tests.staff import bearer, token_for

PERSONS, BATCH = 10, 200  # participations of each person; events that come together
ROUNDS, FREE_ROUNDS = 40, 5
ASKED = {
    "municipalities": "/reporting/api/municipalities?period=2025",
    "municipality": "/reporting/api/totals?period=2025&municipality=0182",
    "by_role": "/reporting/api/municipalities?period=2025-T1&role=nurse",
    # The tenth has as many activities, lecturers and places: in each of them a tenth of the participations.
    "by_activity": "/reporting/api/breakdown?period=2025&by=activity",
    "by_lecturer": "/reporting/api/breakdown?period=2025&by=lecturer",
    "dashboard": "/reporting/?period=2025",
}
# Counted among the entries: this year is held against the same days a year before, which no summary names.
# Such tallies are remembered while nothing in their years changes: each is asked anew, and then again.
FREE = {
    "free": "/reporting/api/municipalities?period=2025-02-01..2026-10-31&role=nurse&form=procured",
    "running_municipality": "/reporting/api/totals?period={year}&municipality=0182",
    "running_dashboard": "/reporting/?period={year}",
}
LIMITS = {"dashboard": 150, "running_dashboard_again": 150, "free": 2000} | dict.fromkeys(
    ("municipalities", "municipality", "by_role", "by_activity", "by_lecturer", "running_municipality_again"),
    50,
)
_DURING = "BETWEEN '2025-01-01' AND '2025-12-31'"
_PRESENT = """
    FROM attendance_sheets s JOIN occasions o ON o.id = s.occasion_id
    JOIN attendances a ON a.session_id = s.session_id JOIN registrations r ON r.id = a.registration_id
"""
PLAIN = (
    f"SELECT {{0}}, count(*), sum(s.minutes), count(DISTINCT r.contact_id) {_PRESENT}"
    f" WHERE s.held_on {_DURING} GROUP BY {{0}}",
    "SELECT {0}, count(*), sum((r.status = 'waiting')::int), sum((r.status = 'cancelled')::int)"
    " FROM registrations r JOIN occasions o ON o.id = r.occasion_id"
    f" WHERE o.last_on {_DURING} GROUP BY {{0}}",
    f"SELECT {{0}}, count(DISTINCT o.id) {_PRESENT}"
    f" WHERE o.state = 'completed' AND o.last_on {_DURING} GROUP BY {{0}}",
)


def application(own: Servers, count: int) -> tuple[Flask, float]:
    """The service on so many participations; and the seconds that making its summaries took."""
    app = create_app(
        load(Settings, database_url=own.database("reporting"), secret_key=SECRET, log_level="error")
    )
    fill(_url(app), _region(app), count, count // PERSONS)
    since = perf_counter()
    with app.app_context(), transaction() as session:
        rebuild_summaries(session)
    seconds = perf_counter() - since
    _plain(app, "VACUUM ANALYZE")
    return app, seconds


def milliseconds(work: Callable[[], Any], rounds: int) -> float:
    """The median, after one round that does not count."""
    taken = []
    for _ in range(rounds + 1):
        since = perf_counter()
        work()
        taken.append((perf_counter() - since) * 1000)
    return round(statistics.median(taken[1:]), 1)


def reports(app: Flask) -> dict[str, float]:
    """Each report's milliseconds, for a coordinator."""
    client, headers = app.test_client(), bearer(token_for(app))

    def ask(address: str) -> Callable[[], None]:
        def get() -> None:
            assert client.get(address, headers=headers).status_code == 200, address

        return get

    def ask_anew(address: str) -> Callable[[], None]:
        def get() -> None:
            app.extensions.pop(remembering.EXTENSION, None)
            ask(address)()

        return get

    found = {name: milliseconds(ask(address), ROUNDS) for name, address in ASKED.items()}
    free = {name: address.format(year=clock.today().year) for name, address in FREE.items()}
    found |= {name: milliseconds(ask_anew(address), FREE_ROUNDS) for name, address in free.items()}
    again = {name: milliseconds(ask(address), ROUNDS) for name, address in free.items() if name != "free"}
    return found | {f"{name}_again": value for name, value in again.items()}


def plain_sql(app: Flask) -> float:
    """The milliseconds of the same rows as plain SQL over the read models, without an answer around them."""
    places = ("r.municipality", "r.municipality, r.district")
    statements = [statement.format(place) for place in places for statement in PLAIN]
    return milliseconds(lambda: _plain(app, *statements), FREE_ROUNDS)


def events_a_second(app: Flask, count: int, persons: int, consumers: int) -> float:
    """How many events have had their effect each second, so many consumers taking batch after batch."""
    bodies = [encode(event) for event in stream(_region(app), count, persons)]
    batches = [bodies[start : start + BATCH] for start in range(0, count, BATCH)]
    _plain(app, "CHECKPOINT")  # what filling the tables left to be written
    return BATCH * batches_a_second(_url(app), batches, consumers)


def _region(app: Flask) -> Any:
    with app.app_context():
        return app.extensions[EXTENSION].region


def _url(app: Flask) -> str:
    return str(app.extensions[EXTENSION].database.url.render_as_string(hide_password=False))


def _plain(app: Flask, *statements: str) -> None:
    url = make_url(_url(app)).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement).fetchall() if statement.startswith(
                "SELECT"
            ) else connection.execute(statement)


def main() -> None:
    """Fill twice, ask, hold each against its limit, and take the events."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participations", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=40_000)
    given = parser.parse_args()
    with servers() as own:
        small, _ = application(own, given.participations // 10)
        tenth = reports(small)
        small.extensions[EXTENSION].database.dispose()
        app, rebuilt = application(own, given.participations)
        found, plain = reports(app), plain_sql(app)
        rates = [events_a_second(app, given.events, given.participations // PERSONS, many) for many in (1, 2)]
        app.extensions[EXTENSION].database.dispose()
    report(
        "reporting",
        participations=given.participations,
        **{f"{name}_ms": value for name, value in found.items()},
        **{f"{name}_to_a_tenth": round(value / tenth[name], 2) for name, value in found.items()},
        plain_sql_ms=plain,
        plain_sql_ratio=round(plain / found["municipalities"], 1),
        rebuild_s=median([rebuilt]),
        events_per_s=round(rates[0]),
        events_per_s_of_two_consumers=round(rates[1]),
        holds=all(found[name] <= limit for name, limit in LIMITS.items()),
    )


if __name__ == "__main__":
    main()
