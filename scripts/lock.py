"""Writes requirements.lock from pyproject.toml: what runs, then tests and checks, then what tracing adds.

Needs `uv` on PATH. Run by `make lock`; plain pip installs what comes out.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
MARKER = "# For tests and checks"
TRACING = "# For tracing"
HEAD = f"""\
# Every package of Kursforum with its hashes, for any platform and Python 3.11 or later.
# Made by `make lock` from pyproject.toml. An installation needs what stands above the line
# "{MARKER}", and for kursforum[tracing] what stands below "{TRACING}" besides.
"""
COMPILE = (
    "uv pip compile pyproject.toml --universal --python-version 3.11 --quiet --no-config"
    " --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links"
)

Pins = dict[str, str]


def main() -> None:
    """Write the lock; with --upgrade as the first word, to the newest versions allowed."""
    upgrade = sys.argv[1:2] == ["--upgrade"]
    extra = ["--extra", "tracing"]
    everything = compiled([*extra, "--group", "lint", "--group", "test"], "" if upgrade else _known())
    # What runs is resolved within all, so that tests see the very versions that run.
    known = "\n".join(everything.values())
    running, traced = compiled([], known), compiled(extra, known)
    tests = [pin for name, pin in everything.items() if name not in traced]
    runtime = [everything[name] for name in running]
    tracing = [everything[name] for name in traced if name not in running]
    LOCK.write_text(HEAD + "\n".join([*runtime, MARKER, *tests, TRACING, *tracing]) + "\n")
    sys.stdout.write(f"{len(runtime)} packages to run, {len(tests)} for tests, {len(tracing)} for tracing\n")


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
