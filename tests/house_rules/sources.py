"""The files that the house rules look at, and how they read them."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CODE = ("services", "shared")


def python_files(*folders: str) -> list[Path]:
    """Every Python file below the given top folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def templates() -> list[Path]:
    """Every page template; e-mails are not pages, and mail readers want their style inside."""
    found = (path for folder in CODE for path in (ROOT / folder).rglob("*.html"))
    return sorted(path for path in found if "email" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """A file as people name it."""
    return str(path.relative_to(ROOT))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Every dotted name that a file uses, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node.lineno, ast.unparse(node)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def hold(faults: Iterable[str]) -> None:
    """Fail with every fault on a line of its own; each says what to change."""
    found = list(faults)
    if found:
        pytest.fail("\n".join(found), pytrace=False)
