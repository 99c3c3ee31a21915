"""The files of a workspace: what forms promise, and the pictures of messages."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from polku.care.file_kinds import IMAGES, kind_of
from polku.errors import NotFound, Problem, RequestRefused, StoreFull
from polku.settings import Settings
from polku.store.control import Control

Use = Literal["asset", "image"]
FOLDER = "files"
PICTURES = "images"  # in the folder: served to anybody who knows the name
ADDRESS = "/p/img/"
_TOKEN = 24  # characters of a name that nobody can guess: 16 bytes, base64
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class File:
    """`name` is what documents call it; `title` what it was called when it came."""

    name: str
    title: str
    use: Use
    type: str
    bytes: int
    changed: datetime
    used_by: tuple[str, ...] = ()

    @property
    def address(self) -> str | None:
        """The path of a picture's public address; None for what only a form gives out."""
        return f"{ADDRESS}{self.name}" if self.use == "image" else None


class Files:
    """`Workspace.files`."""

    def __init__(self, directory: Path, control: Control, settings: Settings) -> None:
        self._folder = directory / FOLDER
        self._control = control
        self.largest = settings.files.largest_mb * 2**20

    def check_size(self, size: int) -> None:
        """Raises RequestRefused (413 `file.too-large`)."""
        if size > self.largest:
            params = {"size": -(-size // 2**20), "limit": self.largest // 2**20}
            raise RequestRefused(Problem("file.too-large", "", params), 413)

    def keep(self, title: str, content: bytes, use: Use, *, who: str) -> File:
        """Keeps a file under a safe name: a picture under one that nobody can guess, another under its own,
        numbered when there is a different one already. It is there whole or not at all.

        Raises RequestRefused (400 `file.empty`, 413, 415 `file.not-image`, `file.unknown-type`), StoreFull."""
        self.check_size(len(content))
        title = safe_title(title)
        if not content:
            raise RequestRefused(Problem("file.empty", title), 400)
        kind = kind_of(content, title)
        if use == "image" and (kind is None or kind.type not in IMAGES):
            raise RequestRefused(Problem("file.not-image", title, {"name": title}), 415)
        if kind is None:
            raise RequestRefused(Problem("file.unknown-type", title, {"name": title}), 415)
        # A file system counts bytes, and an emoji is four of them.
        stem = Path(title).stem.encode()[:160].decode("utf-8", "ignore") or "file"
        if use == "image":
            plain = re.sub(r"[^a-z0-9]+", "-", stem.lower().encode("ascii", "ignore").decode())
            name = f"{secrets.token_urlsafe(18)[:_TOKEN]}-{plain.strip('-')[:40] or 'image'}{kind.ending}"
            path = self._folder / PICTURES / name
        else:
            path = self._free(stem, kind.ending, content)
        if not path.exists():
            _write(path, content)
        self._control.audit.record(who, "files.keep", {"name": path.name, "use": use})
        return self._file(path, use, {})

    def all(self) -> list[File]:
        """The files, the newest first."""
        uses = self._uses()
        found = [self._file(each, "asset", uses) for each in _in(self._folder)]
        found += [self._file(each, "image", uses) for each in _in(self._folder / PICTURES)]
        return sorted(found, key=lambda each: (each.changed, each.name), reverse=True)

    def remove(self, name: str, *, who: str) -> None:
        """Raises NotFound (`file.unknown`), RequestRefused (409 `file.in-use`)."""
        found = next((each for each in self.all() if each.name == name), None)
        if found is None:
            raise NotFound(Problem("file.unknown", name, {"name": name}))
        if found.used_by:
            params = {"name": found.title, "users": ", ".join(found.used_by)}
            raise RequestRefused(Problem("file.in-use", name, params), 409)
        folder = self._folder / PICTURES if found.use == "image" else self._folder
        (folder / name).unlink(missing_ok=True)
        self._control.audit.record(who, "files.remove", {"name": name})

    def picture(self, name: str) -> tuple[Path, str]:
        """The path and type of a picture. Raises NotFound."""
        path = self._folder / PICTURES / name
        if "/" in name or name.startswith(".") or not path.is_file():
            raise NotFound(Problem("file.unknown", name, {"name": name}))
        with path.open("rb") as file:
            kind = kind_of(file.read(64), name)
        if kind is None or kind.type not in IMAGES:
            raise NotFound(Problem("file.unknown", name, {"name": name}))
        return path, kind.type

    def _free(self, stem: str, ending: str, content: bytes) -> Path:
        number, path = 1, self._folder / f"{stem}{ending}"
        while path.exists() and path.read_bytes() != content:
            number += 1
            path = self._folder / f"{stem}-{number}{ending}"
        return path

    def _file(self, path: Path, use: Use, uses: dict[str, list[str]]) -> File:
        stat = path.stat()
        with path.open("rb") as file:
            kind = kind_of(file.read(64), path.name)
        return File(
            name=path.name,
            title=path.name[_TOKEN + 1 :] if use == "image" else path.name,
            use=use,
            type=kind.type if kind else "application/octet-stream",
            bytes=stat.st_size,
            changed=datetime.fromtimestamp(stat.st_mtime, UTC),
            used_by=tuple(uses.get(path.name, ())),
        )

    def _uses(self) -> dict[str, list[str]]:
        """File name → the definitions whose draft or newest version names it."""
        names = [
            each.name for folder in (self._folder, self._folder / PICTURES) for each in _in(folder)
        ]
        found: dict[str, list[str]] = {}
        definitions = self._control.definitions
        for kind in ("form", "programme", "offer"):
            for each in definitions.all(kind):
                versions: list[Any] = definitions.versions(kind, each.key)
                text = each.body + (versions[0].body if versions else "")
                for name in names:
                    if name in text:
                        found.setdefault(name, []).append(f"{kind} {each.key}")
        return found


def _in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [each for each in folder.iterdir() if each.is_file() and not each.name.startswith(".")]


def _write(path: Path, content: bytes) -> None:
    # written beside and moved into place: nobody sees half a file
    beside = path.with_name(f"{_UNFINISHED}{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise StoreFull(Problem("api.no-room", path.name)) from error


def safe_title(name: str) -> str:
    """The last part of a file name, without what a file system, a page or a path could trip over."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c for c in last if c.isprintable() and c not in "<>:\"|?*%'`&")
    return plain.strip(". ")[-120:] or "file"
