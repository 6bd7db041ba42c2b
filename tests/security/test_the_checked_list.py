"""The checked list of docs/guides/security.md: complete, and true to the files it names."""

import re
from collections.abc import Iterator

from tests.house_rules.sources import ROOT, hold

PAGE = (ROOT / "docs" / "guides" / "security.md").read_text(encoding="utf-8")
# The points of OWASP ASVS 4.0.3 that hold at level 2: by section the last one, and those that are left out,
# for they hold at level 3 only or have been withdrawn.
LAST = """
    1.1.7 1.2.4 1.4.5 1.5.4 1.6.4 1.7.2 1.8.2 1.9.2 1.10.1 1.11.2 1.12.2 1.14.6
    2.1.12 2.2.3 2.3.3 2.4.5 2.5.7 2.6.3 2.7.6 2.8.6 2.9.3 2.10.4
    3.1.1 3.2.4 3.3.4 3.4.5 3.5.3 3.7.1 4.1.5 4.2.2 4.3.3 5.1.5 5.2.8 5.3.10 5.4.3 5.5.4
    6.1.3 6.2.6 6.3.2 6.4.2 7.1.4 7.2.2 7.3.4 7.4.3 8.1.4 8.2.3 8.3.8 9.1.3 9.2.4 10.2.2 10.3.3
    11.1.8 12.1.3 12.2.1 12.3.6 12.4.2 12.5.2 12.6.1 13.1.5 13.2.6 13.3.2 13.4.2
    14.1.4 14.2.6 14.3.3 14.4.7 14.5.4
""".split()  # noqa: SIM905 - a table reads best by its lines
LEFT_OUT = {"1.4.2", "1.4.3", "1.12.1", "4.1.4", "7.3.2", "13.1.2", "13.2.4", "14.3.1"}
_ROW = re.compile(r"^\| ([\d.–, ]+) \| (yes|partly|no|–) \| (.+) \|$", re.MULTILINE)
_FILE = re.compile(r"`([\w.-]+(?:/[\w.-]+)+|[A-Z]\w+(?:\.md)?|requirements\.lock)`")


def test_each_point_of_level_2_stands_in_the_list_once() -> None:
    listed = [point for row in _ROW.finditer(PAGE) for point in _points(row[1])]
    wanted = {point for last in LAST for point in _up_to(last)} - LEFT_OUT
    hold(f"{point}: say whether it is met." for point in sorted(wanted - set(listed)))
    hold(f"{point}: is no point of level 2." for point in sorted(set(listed) - wanted))
    hold(f"{point}: stands there twice." for point in set(listed) if listed.count(point) > 1)


def test_every_file_that_the_list_names_is_there() -> None:
    named = {name for name in _FILE.findall(PAGE) if "/" in name or (ROOT / name).suffix or name.istitle()}
    assert len(named) > 60
    hold(f"{name} is gone: say where it is met now." for name in sorted(named) if not (ROOT / name).exists())


def test_what_is_met_says_where() -> None:
    hold(
        f"{row[1]}: say why not, or what an operator does instead."
        for row in _ROW.finditer(PAGE)
        if row[2] != "yes" and len(row[3]) < len("as 2.2.3")
    )


def _points(text: str) -> Iterator[str]:
    """The points of a cell: 2.1.1–2.1.4, 2.1.9."""
    for part in text.split(", "):
        first, _, last = part.partition("–")
        section, begin = first.rsplit(".", 1)
        yield from (f"{section}.{at}" for at in range(int(begin), int((last or first).rsplit(".", 1)[1]) + 1))


def _up_to(last: str) -> Iterator[str]:
    section, _, number = last.rpartition(".")
    return (f"{section}.{at}" for at in range(1, int(number) + 1))
