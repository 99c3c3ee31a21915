"""A file of a workspace folder is its old text or its new one, whatever happens while it is written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from polku.errors import Problem, StoreError
from polku.store.faults import full, means_full


def write_whole(target: Path, text: str) -> None:
    """Puts `text` in place of what stands in `target`, whose mode stays. Raises StoreError when the folder takes no
    file: full, or not ours to write in (`studio.not-written`)."""
    try:
        _write(target, text)
    except OSError as error:
        if means_full(error):
            raise full(target) from error
        params = {"file": target.name, "path": target.parent}
        raise StoreError(Problem("studio.not-written", target.name, params)) from error


def _write(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(
        prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent
    )
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    with suppress(OSError):  # not every system lets a folder be synced
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
