"""The region, workplaces, lecturers and persons, kept by the operations in a transaction each."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from shared.service import reading, transaction


class Keeper:
    """Does what coordinators do with the region's lists."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def does(self, operation: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Run an operation."""
        with self.app.app_context(), transaction() as session:
            return operation(session, *arguments, **named)

    def reads(self, query: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Run a query."""
        with self.app.app_context(), reading() as session:
            return query(session, *arguments, **named)
