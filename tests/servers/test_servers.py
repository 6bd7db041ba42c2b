"""The servers of a test run start once, tell when they are missing, and end with the run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.missing import ServerIsMissing, need
from tests.servers.run import Run
from tests.servers.server import Server, free_port, listens


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, port: int) -> Server:
    folder = tmp_path / "web"
    folder.mkdir()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    return Server("web", folder, [command], is_ready=lambda: listens(port))


def test_a_server_ends_when_its_run_was_killed(server: Server, port: int) -> None:
    run = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    server.start(alive=run.pid)
    run.kill()
    run.communicate()
    server.wait_for_end()
    assert not listens(port)
    assert not server.folder.exists(), "its data go with it"


def test_a_killed_server_starts_again_on_its_data(server: Server, port: int) -> None:
    server.start()
    server.kill()
    assert not listens(port)
    server.start()
    server.stop()
    assert server.folder.exists()


def test_a_server_that_does_not_start_is_missing(tmp_path: Path) -> None:
    broken = Server("web", tmp_path, [[sys.executable, "-c", "exit('no such disk')"]], is_ready=lambda: False)
    with pytest.raises(ServerIsMissing, match="no such disk"):
        broken.start()


def test_what_is_made_once_is_made_by_the_first_who_asks(tmp_path: Path) -> None:
    made: list[str] = []
    for run in (Run(tmp_path, os.getpid()), Run(tmp_path, os.getpid())):
        assert run.once("thing", lambda: made.append("made") or "the thing") == "the thing"
    assert made == ["made"]


def test_what_was_missing_stays_missing(tmp_path: Path) -> None:
    def missing() -> str:
        raise ServerIsMissing("no broker here")

    run = Run(tmp_path, os.getpid())
    for make in (missing, lambda: "too late"):
        with pytest.raises(ServerIsMissing, match="no broker here"):
            run.once("broker", make)


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_server_is_a_failure_only_where_all_must_be_there(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    def missing() -> str:
        raise ServerIsMissing("no broker here")

    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no broker here"):
        need(missing)
