"""A server process of our own: how it starts, dies and stops."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import guardian
from tests.servers.missing import ServerIsMissing

READY_WITHIN, LOOK_AGAIN = 60.0, 0.05


@dataclass
class Server:
    """A server with its data in `folder`; a guardian ends it when the process `alive` is gone."""

    name: str
    folder: Path
    commands: Sequence[Sequence[str]]
    is_ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    end_signal: int = signal.SIGKILL  # when nobody needs the data any more

    def start(self, alive: int | None = None, belongings: Path | None = None) -> None:
        """Start, and wait until the server answers; raises ServerIsMissing with the end of its log.

        When the process `alive` is gone, so are the server and the folder `belongings`, else its own.
        """
        spec = {
            "alive": alive or os.getpid(),
            "folder": str(self.folder),
            "belongings": str(belongings or self.folder),
            "commands": [list(command) for command in self.commands],
            "environment": {**os.environ, **self.environment},
            "stop_signal": int(self.stop_signal),
            "end_signal": int(self.end_signal),
        }
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", guardian.__file__],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdin
        process.stdin.write(json.dumps(spec).encode())
        process.stdin.close()
        self._guardian = process
        self._wait(process)

    def kill(self) -> None:
        """Kill it and all its children at once, as when the power goes; the data stays."""
        self._end(guardian.KILL)

    def stop(self) -> None:
        """Stop it as its operator would; the data stays."""
        self._end(guardian.STOP)

    def wait_for_end(self) -> None:
        """Wait until its guardian has ended it."""
        self._guardian.wait(guardian.PATIENCE + 5)

    def let_go(self) -> None:
        """Leave it to its guardian, which outlives this process."""
        self._guardian.returncode = 0  # else Python warns of a child that still runs

    def _end(self, how: int) -> None:
        self._guardian.send_signal(how)
        self.wait_for_end()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        for _ in range(int(READY_WITHIN / LOOK_AGAIN)):
            if self.is_ready():
                return
            try:
                process.wait(LOOK_AGAIN)
                break
            except subprocess.TimeoutExpired:
                continue
        log = self.folder / guardian.LOG
        last = log.read_text(errors="replace")[-1000:] if log.exists() else "no log"
        raise ServerIsMissing(f"{self.name} did not start: {last}")


def end(folder: Path) -> None:
    """End every server below a folder, whose data nobody needs, and wait until each is gone."""
    records = list(folder.glob(f"*/{guardian.RECORD}"))
    for record in records:
        os.kill(int(record.read_text()), guardian.END)
    for record in records:
        guardian.wait_until(lambda record=record: not record.exists(), guardian.PATIENCE + 5)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody answers on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
