"""Our commands as production has them, whatever else is installed here.

A library takes up what it happens to find: structlog rich, kombu PyYAML, 40 MB over all processes.
"""

import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.lock"
# A module that is None in sys.modules cannot be imported.
RUN = "import sys; sys.modules.update(dict.fromkeys({absent})); from services.__main__ import run; run()"


def command(*arguments: str) -> list[str]:
    """The words that start `python -m services` with these arguments."""
    return [sys.executable, "-c", RUN.format(absent=_absent()), *arguments]


@cache
def _absent() -> list[str]:
    """The modules that only the tests and tools here have."""
    runtime, _tests = LOCK.read_text().split("\n# For tests", 1)
    locked = {_plain(name) for name in re.findall(r"^([\w.-]+)==", runtime, re.MULTILINE)}
    owners = packages_distributions().items()
    return sorted(module for module, names in owners if locked.isdisjoint(map(_plain, names)))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
