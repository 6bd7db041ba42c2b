"""Replaying: reporting's read models are built anew from its neighbours' archives, beside those in use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from flask import Flask

from services.names import handlers_of, module
from shared.asking import Asked
from shared.db import Database
from shared.events import PAGE
from shared.inbox import Inbox, projections
from shared.rebuilding import note_read, read_so_far
from shared.rebuilding.beginning import begin_or_resume
from shared.rebuilding.shadow import drop_shadows
from shared.rebuilding.swap import RebuildHasEnded, swap
from shared.service import EXTENSION

SLICE = 500

Tell = Callable[["Progress"], None]


@dataclass(frozen=True)
class Progress:
    """How far a replay has come in a neighbour's archive: `read_to` of `last`, with so many facts so far."""

    neighbour: str
    read_to: int
    last: int
    facts: int


class Replay:
    """The rebuild of one service's read models; begun, or taken up where another process left it."""

    def __init__(self, app: Flask, asked: Mapping[str, Asked], *, anew: bool = False) -> None:
        self._app = app
        self._service = app.extensions[EXTENSION].name
        self._database: Database = app.extensions[EXTENSION].database
        self._asked = asked
        handlers = handlers_of(self._service)
        self._types = [kind.name for kind in projections(handlers)]
        self._inbox = Inbox(self._database, PAGE, handlers)
        self.id: UUID
        self.id, self.is_resumed = begin_or_resume(self._service, self._database, anew=anew)

    def run(self, tell: Tell = lambda _: None) -> int:
        """Read every archive to its end, then swap; returns how many facts were read. Raises RebuildHasEnded.

        Killed at any moment it leaves what readers have as it was, and the next one goes on from there.
        """
        facts = 0
        for neighbour, types in groupby(sorted(self._types), key=lambda name: name.partition(".")[0]):
            for progress in self._read(neighbour, list(types)):
                tell(progress)
            facts += progress.facts
        swap(self._database, self.id, module(self._service, "rebuilding").rebuilt_tables(), self._types)
        drop_shadows(self._database)
        return facts

    def _read(self, neighbour: str, types: Sequence[str]) -> Iterator[Progress]:
        with self._database.read() as session:
            read_to, facts = read_so_far(session, self.id).get(neighbour, 0), 0
        wanted = {"types": ",".join(types), "limit": SLICE}
        while (found := self._asked[neighbour].get("facts", after=read_to, **wanted))["facts"]:
            self._take(neighbour, found)
            read_to, facts = found["read_to"], facts + len(found["facts"])
            yield Progress(neighbour, read_to, found["last"], facts)
        yield Progress(neighbour, found["last"], found["last"], facts)

    def _take(self, neighbour: str, found: Mapping[str, Any]) -> None:
        """Give a slice to the shadow, in the transaction that notes how far the archive was read."""
        bodies = [orjson.dumps(fact) for fact in found["facts"]]
        with self._app.app_context(), self._database.begin() as session:
            if self._inbox.shadow(session, bodies) != self.id:
                raise RebuildHasEnded(str(self.id))
            note_read(session, self.id, neighbour, found["read_to"])
