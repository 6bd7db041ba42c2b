"""What to do when a server cannot be had: say so, and with CI=true fail."""

import os
import shutil
from collections.abc import Callable
from glob import glob
from typing import TypeVar

import pytest

Wanted = TypeVar("Wanted")
NOT_TRIED = "not tried: "


class ServerIsMissing(Exception):
    """A server is neither installed nor given; the sentence says what to do."""


def program(name: str, *elsewhere: str) -> str:
    """The path of a program on PATH, or the last that fits one of the patterns; raises ServerIsMissing."""
    found = [path for pattern in elsewhere for path in sorted(glob(pattern))]
    on_path = shutil.which(name)
    if not on_path and not found:
        raise ServerIsMissing(f"{name} is not installed: run `make services`")
    return on_path or found[-1]


def need(give: Callable[[], Wanted]) -> Wanted:
    """What `give` gives; else the test is skipped with the reason, or fails where CI=true."""
    try:
        return give()
    except ServerIsMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI=true, so every server must be there: {error}", pytrace=False)
        pytest.skip(f"{NOT_TRIED}{error}")
