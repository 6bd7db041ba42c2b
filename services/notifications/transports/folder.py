"""A folder in the place of a mail server, for trying out."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.notifications.transports.post import Letter, Post, ServerIsAway


class FolderTransport:
    """A folder with one .eml file for each letter; the same letter twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def post(self) -> Iterator[Post]:
        """The folder itself. Raises ServerIsAway when it cannot be made."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _away(error) from error
        yield self

    def send(self, letter: Letter) -> None:
        """Write the file whole or not at all; a disk that is full is so for every letter."""
        try:
            self._write(letter)
        except OSError as error:
            raise _away(error) from error

    def _write(self, letter: Letter) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(letter.body)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._folder / f"{letter.key}.eml")
        except OSError:
            Path(name).unlink(missing_ok=True)  # a part of it would take the room that is wanting
            raise


def _away(error: OSError) -> ServerIsAway:
    return ServerIsAway(f"the mail folder takes nothing: {error.strerror}")
