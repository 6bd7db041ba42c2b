"""Every text that people read has its Swedish one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from services.names import SERVICES
from tests.house_rules.sources import ROOT, hold

PACKAGES = ("shared", *(f"services/{name}" for name in SERVICES))
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.mjml", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
HOLES = re.compile(r"%\(\w+\)[sd]")

Text = str | tuple[str, ...]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_has_its_swedish_one(package: str) -> None:
    known = {message.id for message in _translated(package)} | {
        message.id for message in _translated("shared")
    }
    known |= {message.id[0] for message in _translated(package) if message.pluralizable}
    hold(
        f"{where}: {text!r} has no Swedish text in {package}/translations/sv.po."
        for where, text in _texts(package)
        if text not in known
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_no_swedish_text_is_left_over_or_doubtful(package: str) -> None:
    catalogue, used = _catalogue(package), {text for _, text in _texts(package)}
    hold(
        f"{package}/translations/sv.po: {message.id!r} {why}."
        for message in catalogue
        if message.id
        for why in _faults(message, used)
    )
    assert not catalogue.obsolete, f"{package}/translations/sv.po: remove what is obsolete."


def _faults(message: Message, used: set[Text]) -> Iterator[str]:
    if message.id not in used:
        yield "is used no more: remove it"
    if message.fuzzy:
        yield "is marked fuzzy: read it and take the mark away"
    source = message.id if isinstance(message.id, str) else message.id[1]
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(texts):
        yield "has an empty Swedish text"
    elif any(set(HOLES.findall(text)) - set(HOLES.findall(source)) for text in texts):
        yield "has a %(name)s that the English text has not"
    elif set(HOLES.findall(source)) - set(HOLES.findall(texts[-1])):
        yield "lost a %(name)s in Swedish"


def _texts(package: str) -> list[tuple[str, Text]]:
    found = extract_from_dir(
        ROOT / package, METHODS, {"**.*": {"silent": "false"}}, keywords=KEYWORDS, directory_filter=_is_source
    )
    return [(f"{package}/{name}:{line}", text) for name, line, text, _, _ in found]


def _is_source(folder: str) -> bool:
    return Path(folder).name not in {"static", "translations", "migrations", "__pycache__"}


def _translated(package: str) -> list[Message]:
    return [message for message in _catalogue(package) if message.id and message.string]


def _catalogue(package: str) -> Catalog:
    path = ROOT / package / "translations" / "sv.po"
    if not path.exists():
        return Catalog(locale="sv")
    with path.open("rb") as file:
        return read_po(file, locale="sv")
