"""Static files: read once, joined and compressed at start, served under the hash of them all, so they never go stale.

The style sheets listed in ``css/order.txt`` become one ``css/site.css``. What is only there for its readers, comments and
indentation, is not sent, except in development. Because the hash is a folder of the address, relative addresses inside style
sheets and modules keep working.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request
from rcssmin import cssmin
from rjsmin import jsmin

from guide.kernel.compression import takes_gzip

bp = Blueprint("assets", __name__)
COMPRESSED = {".css", ".js", ".svg", ".txt", ".webmanifest", ".json"}
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
FOREVER = "public, max-age=31536000, immutable"
WITHIN = re.compile(r"(?<=[^\s,{};>+~]) :(?=[a-z])")
"""The space of a selector such as ``figure :is(…)``. In a layer ``cssmin`` takes it for that of a declaration and drops it."""


@dataclass(frozen=True)
class Asset:
    body: bytes
    compressed: bytes | None
    type: str


def lean_sheet(text: str) -> str:
    return str(cssmin(WITHIN.sub(" *:", text)))


def lean(name: str, body: bytes) -> bytes:
    """A style sheet or script without what only its readers need."""
    shorten = {".css": lean_sheet, ".js": jsmin}.get(Path(name).suffix)
    return body if shorten is None else shorten(body.decode()).encode()


class Assets:
    """All static files of a folder, by their name."""

    def __init__(self, folder: Path, *, as_written: bool = False) -> None:
        self.folder = folder
        self.as_written = as_written
        self.files: dict[str, Asset] = {}
        self.hash = ""
        self.read()

    def read(self) -> None:
        contents = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }
        order = contents.pop("css/order.txt", b"").decode().split()
        sheets = {name: contents.pop(f"css/{name}") for name in order}
        if sheets:
            contents["css/site.css"] = b"\n".join(sheets.values())
        if not self.as_written:
            contents = {name: lean(name, body) for name, body in contents.items()}
        digest = hashlib.sha256()
        for name, body in sorted(contents.items()):
            digest.update(name.encode() + b"\0" + body)
        self.hash = digest.hexdigest()[:12]
        self.files = {name: self._asset(name, body) for name, body in contents.items()}

    @staticmethod
    def _asset(name: str, body: bytes) -> Asset:
        suffix = Path(name).suffix
        kind = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Asset(body, gzip.compress(body, 9, mtime=0) if suffix in COMPRESSED else None, kind)

    def address(self, name: str) -> str:
        if name not in self.files:
            raise KeyError(f"There is no static file {name}.")
        return f"/static/{self.hash}/{name}"


def init_app(app: Flask, folder: Path, *, development: bool) -> None:
    assets = app.extensions["assets"] = Assets(folder, as_written=development)
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = assets.address
    if development:
        app.before_request(lambda: assets.read() if not request.path.startswith("/static/") else None)


@bp.get("/static/<version>/<path:name>")
def show(version: str, name: str) -> Response:
    """A static file. A former version answers with today's file, but is not to be kept."""
    assets: Assets = current_app.extensions["assets"]
    asset = assets.files.get(name)
    if asset is None:
        abort(404)
    is_compressed = asset.compressed is not None and takes_gzip(request.headers.get("Accept-Encoding", ""))
    response = Response(asset.compressed if is_compressed else asset.body, content_type=asset.type)
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    if asset.compressed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER if version == assets.hash else "no-cache"
    return response
