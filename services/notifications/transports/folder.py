"""A folder in the place of a mail server, for trying out."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.notifications.transports.post import Letter, Post


class FolderTransport:
    """A folder with one .eml file for each letter; the same letter twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def post(self) -> Iterator[Post]:
        """The folder itself."""
        self._folder.mkdir(parents=True, exist_ok=True)
        yield self

    def send(self, letter: Letter) -> None:
        """Write the file whole or not at all."""
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(letter.body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self._folder / f"{letter.key}.eml")
