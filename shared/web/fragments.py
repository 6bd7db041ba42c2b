"""Parts of pages that are the same for everybody: written once for each language, and kept."""

from collections.abc import Callable, Hashable

from flask import Flask, current_app
from markupsafe import Markup

from shared.i18n import current_language
from shared.region import Region
from shared.service import service

_EXTENSION = "kursforum_fragments"
MOST = 200  # a key is made of what an office chooses, never of what a visitor sends


class Fragments:
    """What was written so far for the region as it is now."""

    def __init__(self) -> None:
        self._region: Region | None = None
        self._written: dict[Hashable, Markup] = {}

    def get(self, region: Region, key: Hashable, write: Callable[[], str]) -> Markup:
        """The fragment of that key, written now unless it was."""
        written = self._written
        if region is not self._region or len(written) >= MOST:
            # A new one, for another thread may be writing into the old.
            written = {}
            self._region, self._written = region, written
        if (known := written.get(key)) is None:
            known = written[key] = Markup(write())  # noqa: S704 - a template wrote it, and escaped what it shows
        return known


def set_up_fragments(app: Flask) -> None:
    """Give an application what it keeps."""
    app.extensions[_EXTENSION] = Fragments()


def kept(key: Hashable, write: Callable[[], str]) -> Markup:
    """For templates: what the macro `write` gives, which hangs on the key, language and region alone."""
    fragments: Fragments = current_app.extensions[_EXTENSION]
    return fragments.get(service().region, (current_language(), key), write)
