"""Occasions do not wait for each other: one is held locked for two seconds, and one takes all the load."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa

from bench import clients
from bench.registration import occasions, served
from bench.servers import Servers, median, percentile, report, servers

OTHERS, HELD = 20, 2.0
_PATH = "/registration/api/occasions/{}/registrations"


@contextmanager
def held(url: str, occasion: str) -> Iterator[None]:
    """Hold the row of an occasion, as somebody does whose transaction is slow."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("SELECT id FROM occasions WHERE id = :id FOR UPDATE"), {"id": UUID(occasion)}
        )
        yield
    engine.dispose()


def measure(own: Servers, turns: int) -> dict[str, float]:
    """One round on a fresh database; what is compared takes turns, so that a busy minute meets both."""
    url = own.database("registration")
    ids = [item for _ in range(3) for item in occasions(url)][: OTHERS + 1]
    hot, *others = (_PATH.format(item) for item in ids)
    free, beside, one, many = ([] for _ in range(4))
    with served("ours", url) as (port, _master):

        def load(paths: list[str]) -> clients.Load:
            return clients.load(clients.call_api, port, paths, HELD)

        load(others)  # warm
        for _ in range(turns):
            free += load(others).taken
            with held(url, ids[0]):
                beside += load(others).taken
            one.append(load([hot]).rate)
            many.append(load(others).rate)
    return {
        "p95_change": percentile(beside, 0.95) / percentile(free, 0.95) - 1,
        "hot_to_spread": sum(one) / sum(many),
        "hot_per_s": sum(one) / turns,
        "spread_per_s": sum(many) / turns,
    }


def main() -> None:
    """Print the medians of some rounds."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--turns", type=int, default=4)
    arguments.add_argument("--rounds", type=int, default=2)
    given = arguments.parse_args()
    with servers() as own:
        rounds = [measure(own, given.turns) for _ in range(given.rounds)]
    report("hot_occasion", **{name: median([item[name] for item in rounds]) for name in rounds[0]})


if __name__ == "__main__":
    main()
