"""Who may call what: the tables in access/, kept by hand and held against the services' own addresses."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).parent / "access"
PUBLIC = "public"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Row:
    """A method of an address, and who may call it: everybody, or some roles; administrators always."""

    method: str
    rule: str
    roles: frozenset[str]

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by."""
        return self.method, self.rule

    @property
    def is_api(self) -> bool:
        """Whether programs call it, which are answered by status and JSON rather than by a page."""
        return "/api/" in self.rule

    @property
    def is_write(self) -> bool:
        """Whether it may change something."""
        return self.method in WRITES

    @property
    def is_public(self) -> bool:
        """Whether it needs no sign-in; a secret in the address may still be needed."""
        return PUBLIC in self.roles

    def is_for(self, role: str | None) -> bool:
        """Whether whoever has that role, or none, may call it."""
        return self.is_public or role == "admin" or role in self.roles


@cache
def table_of(service: str) -> tuple[Row, ...]:
    """The rows of a service."""
    rows, roles = [], frozenset[str]()
    for line in (_TABLES / f"{service}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            roles = frozenset(line.strip("[]").split())
        elif line:
            methods, _, rule = line.partition(" /")
            rows += [Row(method, f"/{rule}", roles) for method in methods.split()]
    return tuple(rows)
