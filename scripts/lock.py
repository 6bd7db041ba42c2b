"""Writes requirements.lock from pyproject.toml: what runs first, then a marker, then tests and checks.

Needs `uv` on PATH. Run by `make lock`; plain pip installs what comes out.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
MARKER = "# For tests and checks"
HEAD = f"""\
# Every package of Kursforum with its hashes, for any platform and Python 3.11 or later.
# Made by `make lock` from pyproject.toml. An installation needs what stands above the line
# "{MARKER}"; `pip install --require-hashes -r` takes either part.
"""
COMPILE = (
    "uv pip compile pyproject.toml --universal --python-version 3.11 --quiet --no-config"
    " --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links"
)

Pins = dict[str, str]


def main() -> None:
    """Write the lock; with --upgrade as the first word, to the newest versions allowed."""
    upgrade = sys.argv[1:2] == ["--upgrade"]
    everything = compiled(["--group", "lint", "--group", "test"], "" if upgrade else _known())
    # What runs is resolved within all, so that tests see the very versions that run.
    running = compiled([], "\n".join(everything.values()))
    tests = [pin for name, pin in everything.items() if name not in running]
    runtime = [everything[name] for name in running]
    LOCK.write_text(HEAD + "\n".join(runtime) + f"\n{MARKER}\n" + "\n".join(tests) + "\n")
    sys.stdout.write(f"{len(runtime)} packages to run, {len(tests)} more for tests and checks\n")


def compiled(options: list[str], known: str) -> Pins:
    """The packages by name, each with its version, marker and hashes; `known` ones keep their version."""
    preferred = LOCK.with_suffix(".tmp")
    preferred.write_text(known)
    try:
        subprocess.run([*COMPILE.split(), *options, "-o", str(preferred)], cwd=ROOT, check=True)
        return pins(preferred.read_text())
    finally:
        preferred.unlink()


def pins(text: str) -> Pins:
    """The pins of a compiled file by their package's name."""
    found: Pins = {}
    for block in re.findall(r"^[a-z0-9][^\n]*(?:\n +[^\n]*)*", text, re.MULTILINE):
        name = re.split(r"[=\[ ;]", block, maxsplit=1)[0]
        # One package may have two versions, for an older and a newer Python.
        found[name] = f"{found[name]}\n{block}" if name in found else block
    return found


def _known() -> str:
    return LOCK.read_text() if LOCK.exists() else ""


if __name__ == "__main__":
    main()
