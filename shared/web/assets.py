"""Static files: each address carries a hash of the content, so that browsers keep the file for a year."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory

from shared.web.access import public, unlogged

FOLDER = Path(__file__).parent.parent / "layout" / "static"
STYLE = "kursforum.css"
# One request instead of six; in the order of the cascade.
_STYLES = ("tokens", "base", "layout", "forms", "components", "print")
_YEAR = "public, max-age=31536000, immutable"
_HOUR = "public, max-age=3600"


@dataclass(frozen=True)
class Assets:
    """The addresses of a service's static files: the layout's, which all share, and its own."""

    service: str
    own: Path

    @property
    def folder(self) -> str:
        """Where the shared files lie, for those that the style sheet also names, without a hash."""
        return f"/{self.service}/assets"

    def address(self, name: str, *, own: bool = False) -> str:
        """The address of a shared static file, or of the service's `own`."""
        if own:
            return f"/{self.service}/static/{name}?v={_hash(self.own, name)}"
        return f"{self.folder}/{name}?v={_hash(FOLDER, name)}"


def serve_assets(app: Flask, name: str) -> None:
    """Serve shared/layout/static below /<service>/assets, and the service's own below /<service>/static."""
    app.add_url_rule(f"/{name}/assets/<path:path>", "assets", _shared_file)
    app.add_url_rule(f"/{name}/static/<path:path>", "static", _own_file)


@public
@unlogged
def _shared_file(path: str) -> Response:
    """A static file of the layout."""
    if path == STYLE:
        return _kept(Response(_style(), mimetype="text/css"))
    return _kept(send_from_directory(FOLDER, path))


@public
@unlogged
def _own_file(path: str) -> Response:
    """A static file of the service."""
    return _kept(send_from_directory(Path(current_app.root_path) / "static", path))


def _kept(response: Response) -> Response:
    # The style sheet names its fonts without a hash; a file below vendor/ keeps its content for ever.
    is_fixed = "v" in request.args or "/vendor/" in request.path
    response.headers["Cache-Control"] = _YEAR if is_fixed else _HOUR
    return response


@cache
def _style() -> bytes:
    return b"\n".join((FOLDER / "styles" / f"{name}.css").read_bytes() for name in _STYLES)


@cache
def _hash(folder: Path, name: str) -> str:
    content = _style() if folder == FOLDER and name == STYLE else (folder / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:10]
