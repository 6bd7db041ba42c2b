"""A private PostgreSQL, or the one whose address stands in TEST_POSTGRESQL_URL."""

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from tests.servers.missing import ServerIsMissing, program
from tests.servers.run import Run
from tests.servers.server import Server, free_port

_ELSEWHERE = "/usr/lib/postgresql/*/bin/"


def postgresql_url(run: Run) -> str:
    """The address of the run's PostgreSQL as libpq writes it, started when first asked for."""
    given = os.environ.get("TEST_POSTGRESQL_URL")
    return given or run.once("postgresql", lambda: _start_for(run))


def _start_for(run: Run) -> str:
    port = free_port()
    run.start(postgresql(run.folder / "postgresql", port, fsync=False))
    return address(port)


def address(port: int) -> str:
    """The address of a private server's maintenance database."""
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def postgresql(folder: Path, port: int, *, fsync: bool = True, **more: str) -> Server:
    """A server with an empty cluster in a new folder; without `fsync` it is faster and may lose all.

    `more` are settings of its own, as postgresql.conf names them.
    """
    user = _initialise(folder)
    durability = "on" if fsync else "off"
    options = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": durability,
        "full_page_writes": durability,
        "synchronous_commit": durability,
        "max_connections": "200",
        "shared_buffers": "64MB",
    } | more
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    server = program("postgres", f"{_ELSEWHERE}postgres")
    return Server(
        "PostgreSQL",
        folder,
        [[*user, server, "-D", str(folder / "data"), *settings]],
        is_ready=lambda: _answers(port),
        stop_signal=signal.SIGINT,  # "fast": does not wait for clients
        end_signal=signal.SIGQUIT,  # a killed one would leave its shared memory behind
    )


def _initialise(folder: Path) -> list[str]:
    """Make the cluster; returns the words that run a command as its owner."""
    initdb = program("initdb", f"{_ELSEWHERE}initdb")
    folder.mkdir(parents=True)
    user = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        owner = _owner()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        ids = [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
        user = [program("setpriv"), *ids]
    words = ["-D", str(folder / "data"), "-U", "postgres", "--auth=trust", "--no-sync"]
    language = ["--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run([*user, initdb, *words, *language], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(folder)
        raise ServerIsMissing(f"PostgreSQL did not start: {made.stderr}")
    return user


def _owner() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _answers(port: int) -> bool:
    try:
        psycopg.connect(address(port), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
