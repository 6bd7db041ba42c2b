"""Files and functions that a reader can take in, with names that say what they hold."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house_rules.sources import hold, name_of, python_files, tree

ALL = ("services", "shared", "tests", "scripts", "bench")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*ALL)}
    hold(
        f"{name_of(path)} has {length} lines: split it by what it is about ({LONGEST_FILE} at most)."
        for path, length in lengths.items()
        if length > LONGEST_FILE
    )


def test_every_function_shows_on_one_screen() -> None:
    hold(
        f"{name_of(path)}:{node.lineno} {node.name} has {length} lines: give its parts names."
        for path in python_files(*ALL)
        for node, length in _functions(path)
        if length > LONGEST_FUNCTION and "migrations" not in path.parts  # those are lists
    )


def test_every_module_says_what_it_is() -> None:
    hold(
        f"{name_of(path)} has no docstring: begin it with one sentence that says what it holds."
        for path in python_files("services", "shared", "scripts", "bench")
        if not ast.get_docstring(tree(path))
    )


def test_no_module_has_a_name_that_says_nothing() -> None:
    hold(
        f"{name_of(path)}: call it what it holds; anything fits into '{path.stem}'."
        for path in python_files(*ALL)
        if EMPTY_NAMES & {path.stem, path.parent.name} and not _is_declarative_base(path)
    )


def _is_declarative_base(path: Path) -> bool:
    """SQLAlchemy calls it so, and it holds nothing else."""
    return path.name == "base.py" and "DeclarativeBase" in path.read_text(encoding="utf-8")


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1
