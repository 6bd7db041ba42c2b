"""Journeys under faults, seed after seed: `python -m tests.faults.chaos 30 --seed 1`.

For each seed one line, and for one that fails its plan, what was wrong, and where the logs are.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.faults.trying import Outcome, try_seed
from tests.faults.world import world
from tests.servers.missing import ServerIsMissing

PEOPLE = 500


def main(given: Sequence[str] | None = None) -> int:
    """Try the seeds that were asked for; returns how many were red, 3 where a server is missing."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", type=int)
    asked.add_argument("--seed", type=int, default=1, help="the first one")
    asked.add_argument("--also", type=int, nargs="*", default=(), help="seeds beside those that follow it")
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--logs", type=Path, default=Path(tempfile.gettempdir()) / "kursforum-chaos")
    wanted = asked.parse_args(given)
    seeds, red = [*range(wanted.seed, wanted.seed + wanted.count), *wanted.also], []
    try:
        with world() as servers:
            for seed in seeds:
                folder = Path(tempfile.mkdtemp(prefix=f"chaos-{seed}-"))
                outcome = try_seed(servers, seed, wanted.people, folder)
                print(outcome, flush=True)  # noqa: T201 - it is a command
                _keep_or_drop(folder, outcome, wanted.logs)
                red += [seed] * bool(outcome.wrong)
    except ServerIsMissing as error:
        print(error)  # noqa: T201
        return 3
    print(f"{len(seeds)} seeds, {len(red)} red: {red}" if red else f"{len(seeds)} seeds, all green")  # noqa: T201
    return bool(red)


def _keep_or_drop(folder: Path, outcome: Outcome, logs: Path) -> None:
    if outcome.wrong:
        kept = logs / f"seed-{outcome.plan.seed}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept)
        (kept / "outcome.txt").write_text(str(outcome))
        print(f"  logs: {kept}", flush=True)  # noqa: T201
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
