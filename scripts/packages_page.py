"""Makes docs/packages.md: every package of an installation, with its version and licence."""

import re
from importlib.metadata import PackageNotFoundError, metadata

from scripts.lock import LOCK, MARKER, pins

_HEAD = """# Packages

<!-- Made by `make docs` from requirements.lock and what the packages say of themselves. -->

What an installation consists of. To look up known faults, with a network and outside of the
installation:

```sh
sed '/^# For tests/,$d' requirements.lock > /tmp/runtime.txt
pipx run pip-audit --require-hashes --disable-pip -r /tmp/runtime.txt
```

Do so at every release and once a month; the version of a package that is wanting is raised in
`pyproject.toml`, then `make lock`. No such look-up has been made for this version.

| package | version | licence |
|---|---|---|
"""


def packages_page() -> str:
    """The page as text."""
    runtime = LOCK.read_text(encoding="utf-8").split(f"\n{MARKER}\n")[0]
    rows = (
        f"| {name} | {version} | {_licence(name)} |\n"
        for name, text in sorted(pins(runtime).items())
        for version in re.findall(r"==([^ ;\\]+)", text.split("--hash")[0])[:1]
    )
    return _HEAD + "".join(rows)


def _licence(name: str) -> str:
    """What the package states: an expression, else its class, else the first words of its text."""
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return "not installed here"
    classes = [text.rpartition("::")[2].strip() for text in stated.get_all("Classifier") or ()]
    of_licences = [text for text in classes if text.endswith(("License", "License (MIT)"))]
    written = (stated.get("License") or "").partition("\n")[0][:40]
    return str(stated.get("License-Expression") or next(iter(of_licences), "") or written or "not stated")
