"""Time, settings and the neighbours' addresses: each comes from one module."""

import re
from collections.abc import Iterator

from services.names import SERVICES
from tests.house_rules.sources import CODE, ROOT, calls, hold, name_of, python_files, templates

# The one-process server hands its environment on to nobody; gunicorn's does through settings.
READS_ENVIRONMENT = {"shared/settings.py"}
TELLS_TIME = {"shared/clock.py"}
KNOWS_NEIGHBOURS = {"shared/neighbours.py"}
HAS_THE_RULE_OF_FIVE = {"services/evaluation/small_groups.py"}


def test_only_settings_read_the_environment() -> None:
    hold(
        f"{where} reads the environment: declare it in settings.py and take it from service().settings."
        for where in _uses(r"os\.(environ|getenv)", except_in=READS_ENVIRONMENT)
    )


def test_only_the_clock_tells_the_time() -> None:
    hold(
        f"{where} asks Python for the time: use clock.now() or clock.today()."
        for where in _uses(r"(datetime\.|dt\.)*(datetime|date)\.(now|utcnow|today)", except_in=TELLS_TIME)
    )


def test_no_test_sleeps() -> None:
    hold(
        f"{name_of(path)}:{line} sleeps: wait for a condition, or call the loop's step by hand."
        for path in python_files("tests")
        for line, name in calls(path)
        if name == "time.sleep"
    )


def test_a_neighbours_address_stands_on_one_page() -> None:
    hold(
        f"{where} writes the address of a neighbour: put it into shared/neighbours.py."
        for where in _neighbours_addresses()
    )


def test_the_rule_of_five_stands_in_one_place() -> None:
    """A number of answers is compared with five, or with its neighbours, nowhere else."""
    by_hand = (
        f"{where} compares answers with a number: ask small_groups.may_show, or take its FEWEST."
        for package in ("services/evaluation", "services/reporting")
        for where in _compared_with_five(package)
    )
    hold(by_hand)


def _compared_with_five(package: str) -> Iterator[str]:
    number = r"(?:[<>]=?|==|!=) *[456]\b(?![.\d])"
    for path in [*python_files(package), *(ROOT / package).rglob("*.html")]:
        if name_of(path) in HAS_THE_RULE_OF_FIVE:
            continue
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(rf"(answer|count|given|ballot|n\b|len)\w*\W* *{number}", text):
                yield f"{name_of(path)}:{line}"


def _uses(pattern: str, except_in: set[str]) -> Iterator[str]:
    for path in python_files(*CODE):
        if name_of(path) in except_in:
            continue
        yield from (f"{name_of(path)}:{line}" for line, name in calls(path) if re.fullmatch(pattern, name))


def _neighbours_addresses() -> Iterator[str]:
    for service in SERVICES:
        others = "|".join(set(SERVICES) - {service})
        address = re.compile(rf"""["'](?:https?://[^"']*)?/({others})(/|["'])""")
        for path in [*python_files(f"services/{service}"), *templates()]:
            if f"services/{service}/" not in f"{name_of(path)}":
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if address.search(line):
                    yield f"{name_of(path)}:{number}"
