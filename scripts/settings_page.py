"""The page of all settings."""

from services.names import SERVICES, module
from shared.settings import Settings, describe

HEAD = """\
# Settings

<!-- Made by `make docs` from the settings.py of shared and of each service. -->

Each is an environment variable. A value may instead stand in a file whose path is given as `NAME_FILE`;
that is how secrets are given. A missing or bad setting stops the start, and all of them are named at once.
`make up` sets by itself what it needs.
"""


def settings_page() -> str:
    """The page as Markdown: what all services have, then what each adds."""
    common = describe(Settings)
    names = {row["name"] for row in common}
    parts = [HEAD, "## Every service\n", _table(common)]
    for service in SERVICES:
        own = [row for row in describe(module(service, "settings").Settings) if row["name"] not in names]
        parts += [f"## {service}\n", _table(own) if own else "Nothing of its own.\n"]
    return "\n".join(parts)


def _table(rows: list) -> str:
    lines = ["| name | default | what it is |", "|---|---|---|"]
    for row in rows:
        secret = " Secret." if row["secret"] else ""
        default = (
            "*required*"
            if row["default"] == "required"
            else f"`{row['default']}`"
            if row["default"]
            else "empty"
        )
        lines.append(f"| `{row['name']}` | {default} | {row['sentence']}{secret} |")
    return "\n".join(lines) + "\n"
