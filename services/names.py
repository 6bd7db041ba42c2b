"""The four services by name, and the modules that each of them has."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # every command reads this page, and a health check should not load a service for it
    from shared.inbox import Handlers
    from shared.worker import Job

SERVICES = ("registration", "evaluation", "notifications", "reporting")


def module(service: str, name: str) -> Any:
    """A service's module: who knows one service knows all four."""
    return import_module(f"services.{service}.{name}")


def handlers_of(service: str) -> "Handlers":
    """The events a service listens to, and what it does with each."""
    handlers: Handlers = module(service, "handlers").HANDLERS
    return handlers


def jobs_of(service: str) -> "tuple[Job, ...]":
    """What a service does by itself."""
    jobs: tuple[Job, ...] = module(service, "schedule").JOBS
    return jobs
