"""Fragments of pages are written once, and anew when what they hang on is another."""

from dataclasses import replace

from flask import Flask

from shared.i18n import in_language
from shared.region import Region
from shared.web.fragments import MOST, Fragments, kept

STOCKHOLM, JONKOPING = Region.load("stockholm"), Region.load("jonkoping")


class _Pen:
    def __init__(self) -> None:
        self.lines = 0

    def __call__(self) -> str:
        self.lines += 1
        return f"<b>{self.lines}</b>"


def test_a_fragment_is_written_once_for_each_key() -> None:
    fragments, write = Fragments(), _Pen()
    assert fragments.get(STOCKHOLM, "fee", write) == fragments.get(STOCKHOLM, "fee", write) == "<b>1</b>"
    assert fragments.get(STOCKHOLM, "free", write) == "<b>2</b>"


def test_another_region_is_not_shown_what_was_written_for_the_first() -> None:
    fragments, write = Fragments(), _Pen()
    fragments.get(STOCKHOLM, "fee", write)
    assert fragments.get(replace(STOCKHOLM, phone="08-1"), "fee", write) == "<b>2</b>"
    assert fragments.get(JONKOPING, "fee", write) == "<b>3</b>"


def test_each_language_has_its_own(app: Flask) -> None:
    write = _Pen()
    shown = []
    for language in ("sv", "en", "sv"):
        with app.app_context(), in_language(language):
            shown.append(kept("fee", write))
    assert shown == ["<b>1</b>", "<b>2</b>", "<b>1</b>"]


def test_what_is_kept_does_not_grow_for_ever() -> None:
    fragments, write = Fragments(), _Pen()
    for number in range(MOST + 1):
        fragments.get(STOCKHOLM, number, write)
    fragments.get(STOCKHOLM, 0, write)
    assert write.lines == MOST + 2
