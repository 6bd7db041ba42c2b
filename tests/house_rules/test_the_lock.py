"""The lock holds every package with hashes, and nothing of the machine that made it."""

import re
import tomllib

from scripts.lock import LOCK, MARKER, pins
from tests.house_rules.sources import ROOT


def test_the_lock_holds_every_declared_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, tests = LOCK.read_text(encoding="utf-8").split(f"\n{MARKER}\n")
    beside = project["dependency-groups"] | project["project"]["optional-dependencies"]
    groups = [name for group in beside.values() for name in group]
    for declared, part in ((project["project"]["dependencies"], runtime), (groups, f"{runtime}\n{tests}")):
        missing = {_name(line) for line in declared} - pins(part).keys()
        assert not missing, f"requirements.lock lacks {sorted(missing)}: run `make lock`."


def test_every_locked_version_is_one_that_pyproject_allows() -> None:
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = pins(LOCK.read_text(encoding="utf-8"))
    for line in project["project"]["dependencies"]:
        wanted = Requirement(line)
        versions = re.findall(r"==([^ ;]+)", locked[_name(line)].split("--hash")[0])
        assert all(wanted.specifier.contains(version) for version in versions), f"{line}: run `make lock`."


def test_the_lock_knows_no_registry_and_no_machine() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index|--find-links|/home/|/root/", text)
    assert text.count("==") <= text.count("--hash=sha256:")


def _name(line: str) -> str:
    return re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0].lower().replace("_", "-")
