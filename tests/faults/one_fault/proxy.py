"""A TCP connection with somebody in the middle, who cuts, resets, delays, or lets nothing through."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal, TypeVar

Done = TypeVar("Done")
Way = Literal["there", "back"]  # from the client to the server, and from the server to the client
BOTH: tuple[Way, ...] = ("there", "back")
_RESET = struct.pack("ii", 1, 0)  # close at once and forget what was not sent: the peer sees a reset
_LOOK = 0.05  # seconds: a socket is not closed while somebody waits for it


class Proxy:
    """Listens on a port of its own, and passes on to a server's what both sides say."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._change = threading.Condition()
        self._held: set[Way] = set()
        self._delay = 0.0
        self._is_away = False
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.taken = 0  # connections so far
        threading.Thread(target=self._accept, daemon=True).start()

    def address(self, url: str) -> str:
        """The address of the server, by way of here."""
        return url.replace(f":{self._server}/", f":{self.port}/")

    def hold(self, *ways: Way) -> None:
        """Let nothing through these ways, as a black hole: nobody is told."""
        with self._change:
            self._held = set(ways)

    def slow(self, seconds: float) -> None:
        """Keep every piece for so long before it goes on."""
        with self._change:
            self._delay = seconds

    def go_away(self) -> None:
        """Cut everything, and take no new connection until healed."""
        with self._change:
            self._is_away = True
        self.cut()

    def heal(self) -> None:
        """Let everything through again; what was held arrives late."""
        with self._change:
            self._held, self._delay, self._is_away = set(), 0.0, False
            self._change.notify_all()

    def cut(self, *, reset: bool = False) -> int:
        """End every connection, what was held with it; returns how many there were."""
        with self._change:
            pairs, self._pairs = self._pairs, []
            for pair in pairs:
                for end in pair:
                    _end(end, reset)
            self._change.notify_all()
        return len(pairs)

    def close(self) -> None:
        """End it all."""
        self.go_away()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                self._join(self._listener.accept()[0])

    def _join(self, client: socket.socket) -> None:
        self.taken += 1
        try:
            if self._is_away:
                raise ConnectionRefusedError
            server = socket.create_connection(("127.0.0.1", self._server), 5)
        except OSError:
            _end(client, reset=True)
            return
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            end.settimeout(_LOOK)
        with self._change:
            self._pairs.append((client, server))
        for source, sink, way in ((client, server, "there"), (server, client, "back")):
            threading.Thread(target=self._pass_on, args=(source, sink, way), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, way: Way) -> None:
        with suppress(OSError):
            while piece := _patiently(lambda: source.recv(65536)):
                with self._change:
                    self._change.wait_for(lambda: way not in self._held)
                    if self._delay:
                        self._change.wait(self._delay)
                while piece:
                    piece = piece[_patiently(lambda piece=piece: sink.send(piece)) :]
            sink.shutdown(socket.SHUT_WR)  # whoever has said all may still listen


def _patiently(act: Callable[[], Done]) -> Done:
    while True:
        try:
            return act()
        except TimeoutError:
            continue


def _end(end: socket.socket, reset: bool) -> None:
    with suppress(OSError):
        if reset:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        else:
            end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def proxy(server: int) -> Iterator[Proxy]:
    """A proxy before the server on this port of this machine."""
    made = Proxy(server)
    try:
        yield made
    finally:
        made.close()
