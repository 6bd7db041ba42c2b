"""What every test run has: its servers, and at its end a list of what was not tried."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.servers.databases import Databases
from tests.servers.missing import NOT_TRIED
from tests.servers.run import RUN, Run

pytest_plugins = ["tests.databases", "tests.applications", "tests.servers.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run, or join the one that this worker belongs to."""
    # Before any application does it: whichever test came first would choose what all others log.
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory(), cache_logger_on_first_use=False)
    given = getattr(config, "workerinput", None)
    config.stash[RUN] = Run(Path(given["folder"]), given["process"]) if given else Run.begin(in_memory=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker which run it belongs to."""
    run = node.config.stash[RUN]
    node.workerinput |= {"folder": str(run.folder), "process": run.process}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the work, begin with the files that have slow tests."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers of the run; its workers are gone by now."""
    run = config.stash[RUN]
    if run.process != os.getpid():
        run.leave()
        return
    if "TEST_POSTGRESQL_URL" in os.environ:
        Databases(run).drop_all()
    run.end()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was not tried: nothing is skipped in silence."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    if reasons:
        terminalreporter.section("Not tried")
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"{count} tests: {reason}")


def _reason(report: pytest.TestReport) -> str:
    where_and_why = report.longrepr
    reason = where_and_why[2] if isinstance(where_and_why, tuple) else str(where_and_why)
    return reason.removeprefix("Skipped: ").removeprefix(NOT_TRIED)
