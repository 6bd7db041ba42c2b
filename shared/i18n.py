"""Languages: English in the code, every other language read from translations/<language>.po at first use."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from flask import Flask, current_app, has_app_context, request

LANGUAGES = ("sv", "en")
DEFAULT = "sv"
COOKIE = "kursforum_language"
_EXTENSION = "kursforum_languages"


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language; a text that is missing reads as in the code."""

    language: str = DEFAULT
    texts: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural_of: Callable[[int], int] = lambda number: int(number != 1)


# A context variable rather than Flask's g: a page asks for a hundred texts.
_spoken: ContextVar[Catalogue | None] = ContextVar("spoken", default=None)


def use_languages(app: Flask, folders: list[Path]) -> None:
    """Let an application speak the languages found in these folders; a later folder wins."""
    app.extensions[_EXTENSION] = tuple(folders)


def gettext(message: str, /, **values: Any) -> str:
    """The text in the reader's language, with `values` put in as `%(name)s`."""
    text = _spoken_now().texts.get(message, message)
    return text % values if values else text


def ngettext(singular: str, plural: str, number: int, /, **values: Any) -> str:
    """The text for that many, in the reader's language; the number itself is `%(number)s`."""
    catalogue = _spoken_now()
    forms = catalogue.plurals.get(singular, (singular, plural))
    return forms[catalogue.plural_of(number)] % {"number": number, **values}


class LazyString:
    """A text that waits for its reader: translated each time it is shown."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: Mapping[str, Any]) -> None:
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return gettext(self._message, **self._values)

    def __repr__(self) -> str:
        return f"lazy({self._message!r})"

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | LazyString) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __hash__(self) -> int:
        return hash(self._message)

    def __len__(self) -> int:
        return len(str(self))

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __radd__(self, other: object) -> str:
        return str(other) + str(self)

    def format(self, *values: Any, **named: Any) -> str:
        """As str.format, on the translated text: marshmallow formats its messages so."""
        return str(self).format(*values, **named)

    def lower(self) -> str:
        """The translated text in small letters."""
        return str(self).lower()


def lazy(message: str, /, **values: Any) -> LazyString:
    """A text for module level, where no reader is known yet."""
    return LazyString(message, values)


def current_language() -> str:
    """The language spoken now: of the request, or what `in_language` says, or Swedish."""
    spoken = _spoken.get()
    return spoken.language if spoken else DEFAULT


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak a language for a while, as when writing to somebody; Swedish if it is unknown."""
    token = _spoken.set(_catalogue_of(language if language in LANGUAGES else DEFAULT))
    try:
        yield
    finally:
        _spoken.reset(token)


def readers_language() -> str:
    """What the request asks for: by ?lang=, by the cookie that remembers it, or by the browser."""
    for choices, name in ((request.args, "lang"), (request.cookies, COOKIE)):
        # Not by `get`, to which werkzeug makes and swallows an exception whenever there is none.
        if name in choices and choices[name] in LANGUAGES:
            return str(choices[name])
    if "Accept-Language" not in request.headers:
        return DEFAULT
    return request.accept_languages.best_match(LANGUAGES, DEFAULT) or DEFAULT


def _catalogue_of(language: str) -> Catalogue:
    folders = current_app.extensions.get(_EXTENSION, ()) if has_app_context() else ()
    return _read(folders, language)


def _spoken_now() -> Catalogue:
    return _spoken.get() or _catalogue_of(DEFAULT)


@cache
def _read(folders: tuple[Path, ...], language: str) -> Catalogue:
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    plural_of = Catalogue.plural_of
    for path in (folder / f"{language}.po" for folder in folders):
        if not path.exists():
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        plural_of = c2py(catalogue.plural_expr)
        for message in catalogue:
            if not message.id or message.fuzzy or not message.string:
                continue
            if message.pluralizable:
                plurals[message.id[0]] = tuple(message.string)
            else:
                texts[str(message.id)] = str(message.string)
    return Catalogue(language, texts, plurals, plural_of)
