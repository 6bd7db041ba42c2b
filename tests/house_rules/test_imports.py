"""The import contracts of pyproject.toml hold."""

import subprocess
import sys

from tests.house_rules.sources import ROOT


def test_the_import_contracts_hold() -> None:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", script, "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\nMove the import, or say the change by an event."


def test_ruff_has_nothing_to_say() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--no-cache", "--output-format=concise", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\nRun `make format`, then see to the rest."
