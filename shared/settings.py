"""The settings every service has: a table that reads the environment and generates docs/settings.md."""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from environs import EnvError, FileAwareEnv

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_REQUIRED = dataclasses.MISSING
SettingsType = TypeVar("SettingsType", bound="DataclassInstance")


def setting(sentence: str, default: Any = _REQUIRED, *, secret: bool = False) -> Any:
    """Declare one setting: a sentence for the operator, and a default where a safe one exists."""
    metadata = {"sentence": sentence, "secret": secret}
    if default is _REQUIRED:
        return dataclasses.field(metadata=metadata, repr=not secret)
    return dataclasses.field(default=default, metadata=metadata, repr=not secret)


class SettingsAreWrong(Exception):
    """The environment lacks a setting or has a bad one; the message names each."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings common to all services; each is the environment variable of the same name in capitals."""

    database_url: str = setting("The service's own database, as SQLAlchemy writes it.", secret=True)
    secret_key: str = setting(
        "Signs cookies; at least 32 characters, the same in all four services.", secret=True
    )
    base_url: str = setting("The address people see, without a slash at the end.", "http://127.0.0.1:8000")
    region: str = setting(
        "The region to begin with: stockholm, jonkoping, or the path of a region file of your own.",
        "stockholm",
    )
    rabbitmq_url: str = setting(
        "The broker, as amqp://… or, by TLS, amqps://…; empty in one-process mode, where events are handed "
        "over in memory.",
        "",
        secret=True,
    )
    log_level: str = setting("debug, info, warning or error.", "info")
    log_format: str = setting("json for machines, console for people.", "json")
    otel_exporter_otlp_endpoint: str = setting(
        "Where spans of requests and handlers go by OTLP over HTTP, as http://collector:4318; empty: nowhere."
        " Needs the packages of kursforum[tracing], which read the other OTEL_… variables themselves.",
        "",
    )
    session_idle_hours: int = setting("Hours without use after which staff must sign in again.", 8)
    session_days: int = setting("Days after which staff must sign in again, however busy they were.", 7)
    trusted_proxies: int = setting("How many proxies stand in front and set X-Forwarded-*.", 0)
    database_pool: int = setting("Connections each process may hold to its database.", 5)

    def __post_init__(self) -> None:
        if len(self.secret_key) < 32:
            raise SettingsAreWrong("SECRET_KEY must have at least 32 characters.")
        if self.session_idle_hours < 1 or self.session_days < 1:
            raise SettingsAreWrong("SESSION_IDLE_HOURS and SESSION_DAYS must be at least 1.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class BrokerSettings:
    """What the command `topology` needs, which belongs to no service."""

    rabbitmq_url: str = setting("The broker, by a user who may declare what stands on it.", secret=True)


def load(table: type[SettingsType], **given: Any) -> SettingsType:
    """Read a service's settings from the environment; `given` values come first.

    Each NAME may instead be given as NAME_FILE, the path of a file that holds the value.
    Raises SettingsAreWrong, which names every missing or bad variable at once.
    """
    env = FileAwareEnv(eager=False, strip_whitespace=True)  # an editor ends a file with a line break
    hints = get_type_hints(table)
    values = {
        field.name: given.get(field.name, _read(env, field, hints[field.name]))
        for field in dataclasses.fields(table)
        if field.name not in given
    }
    try:
        env.seal()
    except EnvError as error:
        raise SettingsAreWrong(str(error)) from error
    return table(**values, **given)


def _read(env: FileAwareEnv, field: dataclasses.Field[Any], kind: type) -> Any:
    parsers: dict[type, Callable[..., Any]] = {int: env.int, bool: env.bool, float: env.float, Path: env.path}
    parse = parsers.get(kind, env.str)
    if field.default is _REQUIRED:
        return parse(field.name.upper())
    return parse(field.name.upper(), default=field.default)


def describe(table: type[Settings]) -> list[Mapping[str, str]]:
    """Every setting of a service in the order of its declaration, for the generated page."""
    return [
        {
            "name": field.name.upper(),
            "default": "required" if field.default is _REQUIRED else str(field.default),
            "sentence": field.metadata["sentence"],
            "secret": "yes" if field.metadata["secret"] else "",
        }
        for field in dataclasses.fields(table)
    ]
