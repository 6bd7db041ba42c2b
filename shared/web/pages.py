"""Pages: rendering a service's templates within the shared layout."""

from collections.abc import Callable
from functools import cache
from inspect import isfunction, signature
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, redirect, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.wrappers import Response

from shared import formats, neighbours
from shared.i18n import LANGUAGES, current_language, gettext, ngettext
from shared.service import EXTENSION, Service, service
from shared.vocabulary import LANGUAGES as LANGUAGE_NAMES
from shared.vocabulary import STAFF_ROLES
from shared.web.access import staff
from shared.web.addresses import here
from shared.web.assets import Assets
from shared.web.csrf import csrf, csrf_token
from shared.web.fragments import kept, set_up_fragments
from shared.web.options import option_tags

LAYOUT = Path(__file__).parent.parent / "layout"
_FILTERS = ("day", "short_day", "weekday", "clock_time", "moment", "time_span", "number", "percent")


def render(template: str, **context: Any) -> str:
    """A page of this service: templates/<service>/<template>."""
    return render_template(f"{service().name}/{template}", **context)


def render_shared(template: str, **context: Any) -> str:
    """A page that all services have, such as that of a problem."""
    return render_template(template, **context)


def see_other(address: str) -> Response:
    """After a form: send the reader on, so that a reload sends nothing again."""
    return redirect(here(address), 303)


def in_swedish(text: str) -> str:
    """What the office wrote, a course's title: marked as Swedish where the page is in another language."""
    return text if current_language() == "sv" else Markup('<span lang="sv">{}</span>').format(text)


def set_up_pages(app: Flask) -> None:
    """Give the templates their loader, filters and functions, once for all pages."""
    mine: Service = app.extensions[EXTENSION]
    assets = Assets(mine.name, Path(app.root_path) / "static")
    folders = [Path(app.root_path) / "templates", LAYOUT / "templates"]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    set_up_fragments(app)
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update({name: getattr(formats, name) for name in _FILTERS})
    environment.filters["in_swedish"] = in_swedish
    environment.globals.update(
        _=gettext,
        ngettext=ngettext,
        asset=assets.address,
        asset_folder=assets.folder,
        csrf=csrf,
        csrf_token=csrf_token,
        current_language=current_language,
        in_other_language=_in_other_language,
        kept=kept,
        language_names=LANGUAGE_NAMES,
        neighbours=_neighbours(),
        option_tags=option_tags,
        region=lambda: service().region,
        staff=staff,
        staff_roles=STAFF_ROLES,
    )


def _neighbours() -> SimpleNamespace:
    """The neighbours' addresses as pages link to them: without the host, those of no argument made once."""

    def path_of(address: Callable[..., str]) -> Callable[..., str]:
        def path(*args: Any, **kwargs: Any) -> str:
            return here(address(*args, **kwargs))

        return path if signature(address).parameters else cache(path)

    functions = {name: item for name, item in vars(neighbours).items() if isfunction(item)}
    own = {name: item for name, item in functions.items() if item.__module__ == neighbours.__name__}
    return SimpleNamespace(**{name: path_of(item) for name, item in own.items()})


def _in_other_language() -> list[tuple[str, str]]:
    """The other languages, each with the address of this page in it."""
    query = request.args.to_dict(flat=False)
    found = []
    for language in LANGUAGES:
        if language != current_language():
            query["lang"] = [language]
            found.append((language, f"{request.path}?{urlencode(query, doseq=True)}"))
    return found
