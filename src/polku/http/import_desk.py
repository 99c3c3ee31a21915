"""Files handed in over HTTP: kept on disk, looked at, imported one after the other."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import anyio
import structlog

from polku.errors import PolkuError, Problem, RequestRefused, StoreFull
from polku.store.imports import Import

if TYPE_CHECKING:
    from polku.app import Workspace

LARGEST = 20 * 2**30  # bytes of one file
LEAVE_FREE = 512 * 2**20  # bytes of the disk that an upload leaves for the stores
NEVER_RUN = timedelta(days=1)  # an upload that waits longer to be imported is removed
LOOK_EVERY = 64 * 2**20  # bytes between two looks at the disk
log = structlog.get_logger()


class ImportDesk:
    """Keeps the files in data/uploads and runs one import at a time, off the request.

    `on_done` is called when an import has been written, before it is said to be done."""

    def __init__(self, workspace: Workspace, on_done: Callable[[], None] = lambda: None) -> None:
        self._workspace = workspace
        self._on_done = on_done
        self._folder = workspace.directory / "data" / "uploads"
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="polku-import")
        self._progress: dict[str, float] = {}
        stopped = Problem("api.import-stopped")
        workspace.control.imports.fail_running([stopped.as_dict("en")])
        self.remove_forgotten()

    async def keep(self, filename: str, size: int | None, chunks: AsyncIterator[bytes]) -> Import:
        """Write the body to disk as it comes. Raises RequestRefused (400 empty, 413 too large) and
        StoreFull; a body that breaks off leaves nothing behind."""
        await anyio.to_thread.run_sync(self.remove_forgotten)
        self._check_room(size or 0)
        folder = self._folder / secrets.token_hex(8)
        await anyio.to_thread.run_sync(lambda: folder.mkdir(parents=True))
        path = folder / safe_name(filename)
        try:
            written = await self._write(path, chunks)
            if not written:
                raise RequestRefused(Problem("api.empty-upload", path.name), 400)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        imports = self._workspace.control.imports
        import_id = await anyio.to_thread.run_sync(imports.create, path.name, str(path), written)
        return await anyio.to_thread.run_sync(imports.get, import_id)

    def remove_forgotten(self) -> None:
        """Removes uploads that nobody ran within `NEVER_RUN`, and what a crash left of others."""
        imports = self._workspace.control.imports
        for path in imports.remove_ready(before=self._workspace.clock() - NEVER_RUN):
            shutil.rmtree(Path(path).parent, ignore_errors=True)
        kept = imports.folders()
        oldest = time.time() - NEVER_RUN.total_seconds()
        for folder in self._folder.glob("*/"):
            if str(folder) not in kept and _last_written(folder) < oldest:
                shutil.rmtree(folder, ignore_errors=True)

    async def _write(self, path: Path, chunks: AsyncIterator[bytes]) -> int:
        written, look_at = 0, LOOK_EVERY
        try:
            async with await anyio.open_file(path, "xb") as file:
                async for chunk in chunks:
                    await file.write(chunk)
                    written += len(chunk)
                    if written > LARGEST:
                        self._refuse_size(written)
                    if written > look_at:
                        self._check_room(0)
                        look_at = written + LOOK_EVERY
        except OSError as error:
            raise StoreFull(Problem("api.no-room", path.name)) from error
        return written

    def _check_room(self, size: int) -> None:
        if size > LARGEST:
            self._refuse_size(size)
        free = shutil.disk_usage(self._workspace.directory).free
        if free - size < LEAVE_FREE:
            params = {"free": free // 2**20, "needed": (size + LEAVE_FREE) // 2**20}
            raise StoreFull(Problem("api.no-room", params=params))

    @staticmethod
    def _refuse_size(size: int) -> None:
        params = {"size": size // 2**20, "limit": LARGEST // 2**20}
        raise RequestRefused(Problem("api.too-large", params=params), 413)

    def start(self, import_id: str, mapping: dict[str, str], timezone: str | None) -> None:
        """Run an import in the background. Raises NotFound, and RequestRefused (409) when it runs
        already or its file is gone because it has been imported."""
        kept = self._workspace.control.imports.get(import_id)
        if not Path(kept.path).is_file():
            raise RequestRefused(Problem("api.import-done", kept.filename), 409)
        if not self._workspace.control.imports.start(import_id):
            raise RequestRefused(Problem("api.import-running", kept.filename), 409)
        self._progress[import_id] = 0.0
        self._worker.submit(self._run, kept, mapping, timezone)

    def progress(self, kept: Import) -> float:
        """How far a running import is, 0..1."""
        return self._progress.get(kept.id, kept.progress)

    def close(self) -> None:
        """Wait for the import that runs; those behind it are marked as stopped at the next start."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, kept: Import, mapping: dict[str, str], timezone: str | None) -> None:
        imports = self._workspace.control.imports

        def progress(share: float) -> None:
            self._progress[kept.id] = share

        try:
            result = self._workspace.import_file(
                Path(kept.path),
                map=mapping,
                timezone=timezone,
                progress=progress,
                name=kept.filename,
            )
            self._workspace.refresh()  # who asks next sees the people on their stages
        except PolkuError as error:
            found = [problem.as_dict("en") for problem in error.problems]
            imports.update(kept.id, state="failed", errors=found)
        except Exception as error:
            log.error("import", id=kept.id, kind=type(error).__name__)
            imports.update(kept.id, state="failed", errors=[Problem("api.internal").as_dict("en")])
        else:
            self._on_done()
            imports.update(kept.id, state="done", progress=1.0, result=result)
            Path(kept.path).unlink(missing_ok=True)  # its rows are in; the rejects stay
        finally:
            self._progress.pop(kept.id, None)


def _last_written(folder: Path) -> float:
    """Seconds since 1970; an upload on its way writes all the while."""
    try:
        return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    except OSError:  # somebody else has just removed it
        return time.time()


def safe_name(header: str) -> str:
    """The last part of a percent-encoded file name, without what a file system could trip over."""
    name = re.split(r"[/\\]", unquote(header))[-1]
    name = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "", name).strip(". ")
    # A file system counts bytes, and an emoji is four of them.
    return name.encode("utf-8", "ignore")[-200:].decode("utf-8", "ignore") or "upload"
