"""A small IMAP server with one mailbox: as much of RFC 3501 as reading and marking letters takes."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class ImapMailbox:
    """Its letters by their number, and which of them were seen."""

    port: int = 0
    letters: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    @property
    def url(self) -> str:
        """As the setting takes it; the password has a letter that must be escaped."""
        return f"imap://kurs:h%40mligt@127.0.0.1:{self.port}/Studsar"

    def answer(self, command: str) -> tuple[list[bytes], str]:
        """The untagged lines, and how the command ended."""
        if command == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1"], "OK"
        if command.startswith("LOGIN"):
            return [], "OK" if command == 'LOGIN kurs "h@mligt"' else "NO"
        if command == 'SELECT "Studsar"':
            return [b"* %d EXISTS" % len(self.letters)], "OK"
        if command == "UID SEARCH UNSEEN":
            unseen = " ".join(str(uid) for uid in sorted(self.letters) if uid not in self.seen)
            return [f"* SEARCH {unseen}".rstrip().encode()], "OK"
        if found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]\)", command):
            uid = int(found[1])
            body = self.letters[uid]
            return [b"* %d FETCH (UID %d BODY[] {%d}\r\n%b)" % (uid, uid, len(body), body)], "OK"
        if found := re.fullmatch(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", command):
            self.seen.add(int(found[1]))
            return [], "OK"
        return ([b"* BYE"], "OK") if command == "LOGOUT" else ([], "BAD")


@contextmanager
def imap_server() -> Iterator[ImapMailbox]:
    """Such a server on a free port of this machine."""
    mailbox = ImapMailbox()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                tag, _, command = line.partition(" ")
                lines, ended = mailbox.answer(command)
                self.wfile.write(b"".join(one + b"\r\n" for one in lines))
                self.wfile.write(f"{tag} {ended} done\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        mailbox.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        yield mailbox
        server.shutdown()
