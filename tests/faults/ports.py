"""Ports that stay ours while a server is restarted: no connection that leaves this machine is given one."""

import socket
from pathlib import Path
from random import SystemRandom

_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST = 15_000


def lasting_port() -> int:
    """A port that nobody listens on, below those that the system gives to whoever connects."""
    highest = int(_EPHEMERAL.read_text().split()[0]) if _EPHEMERAL.exists() else 30_000
    while True:
        port = SystemRandom().randrange(_LOWEST, highest)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
