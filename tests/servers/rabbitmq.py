"""A private RabbitMQ with its management API, or the one of TEST_RABBITMQ_URL and TEST_RABBITMQ_API."""

import base64
import json
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit

from shared.bus import topology
from shared.events import PAGE
from tests.servers.certificates import make_authority
from tests.servers.missing import ServerIsMissing, program
from tests.servers.run import Run
from tests.servers.server import Server, free_port, listens

# Debian's wrapper on PATH runs only as root or rabbitmq; the program behind it runs as anybody.
_PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server"


@dataclass(frozen=True)
class Broker:
    """A broker's two doors: AMQP, and the management API."""

    url: str
    api: str

    def vhost_url(self, vhost: str) -> str:
        """The AMQP address of a virtual host."""
        return f"{self.url.rstrip('/')}/{vhost}"

    def add_vhost(self, vhost: str) -> None:
        """Make a virtual host that the broker's user may use, with everything declared in it."""
        user = urlsplit(self.url).username or "guest"
        self.ask("PUT", f"vhosts/{vhost}")
        rights = {"configure": ".*", "write": ".*", "read": ".*"}
        self.ask("PUT", f"permissions/{vhost}/{quote(user)}", rights)
        topology.declare(self.vhost_url(vhost), PAGE)

    def drop_vhost(self, vhost: str) -> None:
        """Remove a virtual host with all that is in it."""
        self.ask("DELETE", f"vhosts/{vhost}")

    @property
    def encrypted_port(self) -> int:
        """The port of its door by TLS. Raises ServerIsMissing where it has none."""
        doors = {door["protocol"]: door["port"] for door in self.ask("GET", "overview")["listeners"]}
        if "amqp/ssl" not in doors:
            raise ServerIsMissing("the broker has no listener for TLS: install openssl")
        return int(doors["amqp/ssl"])

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the management API, with the JSON it answers."""
        parts = urlsplit(self.api)
        who = base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
        request = urllib.request.Request(
            f"{parts.scheme}://{parts.hostname}:{parts.port}/api/{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Basic {who}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")


def broker(run: Run) -> Broker:
    """The run's RabbitMQ, started when first asked for."""
    given, api = os.environ.get("TEST_RABBITMQ_URL"), os.environ.get("TEST_RABBITMQ_API")
    if given and not api:
        raise ServerIsMissing("TEST_RABBITMQ_URL needs TEST_RABBITMQ_API, as http://user:password@host:15672")
    if given and api:
        return Broker(given, api)
    port, api_port = map(int, run.once("rabbitmq", lambda: _start_for(run)).split())
    return local(port, api_port)


def local(port: int, api_port: int) -> Broker:
    """A broker of this machine on these ports."""
    return Broker(f"amqp://guest:guest@127.0.0.1:{port}", f"http://guest:guest@127.0.0.1:{api_port}")


def _start_for(run: Run) -> str:
    port, api_port = free_port(), free_port()
    run.start(rabbitmq(run.folder / "rabbitmq", port, api_port))
    return f"{port} {api_port}"


def rabbitmq(folder: Path, port: int, api_port: int) -> Server:
    """A node that shares nothing with any other: own cookie, name daemon, ports and folders."""
    folder.mkdir(parents=True, exist_ok=True)
    epmd_port = free_port()
    _configure(folder, port, api_port)
    environment = {
        "HOME": str(folder),  # the Erlang cookie is made there
        "ERL_EPMD_PORT": str(epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"kursforum{port}@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "node.pid"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none.conf"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "none.config"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
    }
    name_daemon = [program("epmd", "/usr/lib/erlang/erts-*/bin/epmd"), "-port", str(epmd_port)]
    node = _PROGRAM if os.path.exists(_PROGRAM) else program("rabbitmq-server")
    return Server(
        "RabbitMQ",
        folder,
        [name_daemon, [node]],
        is_ready=lambda: listens(port) and _answers(local(port, api_port)),
        environment=environment,
    )


def _configure(folder: Path, port: int, api_port: int) -> None:
    lines = (
        f"listeners.tcp.1 = 127.0.0.1:{port}",
        *_encrypted(folder),
        f"management.tcp.port = {api_port}",
        "management.tcp.ip = 127.0.0.1",
        "vm_memory_high_watermark.absolute = 1GB",
        "disk_free_limit.absolute = 50MB",
        "log.file.level = warning",
    )
    (folder / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
    (folder / "enabled_plugins").write_text("[rabbitmq_management].\n")


def _encrypted(folder: Path) -> tuple[str, ...]:
    """A second door, by TLS, where certificates can be made."""
    try:
        make_authority(folder)
    except ServerIsMissing:
        return ()
    return (
        f"listeners.ssl.1 = 127.0.0.1:{free_port()}",
        f"ssl_options.cacertfile = {folder / 'authority.pem'}",
        f"ssl_options.certfile = {folder / 'server.pem'}",
        f"ssl_options.keyfile = {folder / 'server.key'}",
    )


def _answers(found: Broker) -> bool:
    try:
        return bool(found.ask("GET", "overview"))
    except (URLError, OSError):
        return False
