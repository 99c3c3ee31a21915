"""The import itself: read everything to the side, then store it in one transaction."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from polku.clock import Clock, system_clock
from polku.errors import ImportRefused, Language, Problem
from polku.importer.opening import open_source
from polku.importer.plan import Plan, make_plan
from polku.importer.prefetch import prefetched
from polku.importer.rejects import RejectFile
from polku.importer.source import Batch, Source
from polku.importer.spend import run_spend
from polku.importer.spend_plan import is_spend, make_spend_plan, without_kind
from polku.importer.stage import Staged, stage
from polku.importer.staging import Staging
from polku.importer.times import iso
from polku.store import faults
from polku.store.control import Control
from polku.store.warehouse import Warehouse

_IDS = 50_000  # ids handed over at a time
_READ = 0.7  # the share of the work that reading the file is, for the progress bar


@dataclass(frozen=True)
class ImportResult:
    """What became of the file: rows = accepted + duplicates + rejected. `people` are those of the
    good rows, `first` and `last` their times (ISO 8601, UTC). Of a file of ad costs (`kind` spend) nobody's, and
    `replaced` counts the days of a campaign that it changed."""

    rows: int
    accepted: int
    duplicates: int
    rejected: int
    reject_file: str | None
    people: int
    first: str
    last: str
    seconds: float
    kind: str = "events"
    replaced: int = 0

    def as_dict(self) -> dict[str, Any]:
        """What `polku import --json` prints."""
        return asdict(self)


@dataclass
class _Tally:
    good: int = 0
    zoned: int = 0
    first: datetime = datetime.max  # noqa: DTZ901 (UTC without a zone, as in the warehouse)
    last: datetime = datetime.min  # noqa: DTZ901

    def add(self, staged: Staged) -> None:
        self.good += staged.good
        self.zoned += staged.zoned
        self.first = min(self.first, staged.first or self.first)
        self.last = max(self.last, staged.last or self.last)


def run(
    path: Path | str,
    *,
    map: Mapping[str, str] | None,
    timezone: str | None,
    warehouse: Warehouse,
    control: Control,
    privacy: frozenset[str],
    rejects_dir: Path | str,
    progress: Callable[[float], None] = lambda _: None,
    clock: Clock = system_clock,
    language: Language = "en",
    name: str | None = None,
    currency: str = "EUR",
) -> ImportResult:
    """Imports the file: its good rows in one transaction, its bad ones to a CSV in `rejects_dir`.

    `map` as in `propose`. With `timezone` None, times without a zone are UTC, and a file that mixes
    times with and without one is refused. `progress` gets 0 … 1. `language` is that of the reject
    file, `name` the source's name (None: the file's). Rows that are stored already add nothing.

    A file of ad costs goes to the ledger: the map's kind, or without a map the headings, say so; `currency` is that of
    costs that name none.

    Raises ImportRefused (nothing was written) or StoreError (nothing is half-written).
    """
    began = time.monotonic()
    source = open_source(path)
    if is_spend(source, map):
        spend, problems = make_spend_plan(source, map, currency)
        _refuse(problems)
        found = run_spend(
            source, spend, warehouse=warehouse,
            reject_path=_reject_path(source.path, Path(rejects_dir), clock()),
            progress=progress, now=clock(), language=language, name=name or source.path.name,
        )  # fmt: skip
        return ImportResult(**found)
    plan, problems = make_plan(source, without_kind(map), timezone, privacy)
    _refuse(problems)
    rejects = RejectFile(_reject_path(source.path, Path(rejects_dir), clock()), language)
    staging = Staging(warehouse.path.parent)
    try:
        tally = _read(
            source,
            plan,
            staging,
            rejects,
            control.identity_key,
            lambda share: progress(share * _READ),
        )
        _refuse_if_hopeless(source, tally, rejects, mixed_allowed=timezone is not None)
        staging.number_repeats()
        accepted, people = _store(staging, name or source.path.name, warehouse, control)
    except BaseException as error:
        rejects.discard()
        if isinstance(error, (duckdb.Error, OSError)) and faults.means_full(error):
            raise faults.full(staging.directory) from error
        raise
    finally:
        staging.remove()
    rejects.close()
    progress(1.0)
    return ImportResult(
        rows=tally.good + rejects.count,
        accepted=accepted,
        duplicates=tally.good - accepted,
        rejected=rejects.count,
        reject_file=str(rejects.path) if rejects.count else None,
        people=people,
        first=iso(tally.first),
        last=iso(tally.last),
        seconds=round(time.monotonic() - began, 3),
    )


def _refuse(problems: list[Problem]) -> None:
    errors = [p for p in problems if p.level == "error"]
    if errors:
        raise ImportRefused(errors)


def _read(
    source: Source,
    plan: Plan,
    staging: Staging,
    rejects: RejectFile,
    key: bytes,
    progress: Callable[[float], None],
) -> _Tally:
    tally = _Tally()
    workers = min(4, os.cpu_count() or 1)
    waiting: deque[tuple[Batch, Future[Staged]]] = deque()

    def take() -> None:
        batch, staged = waiting.popleft()
        tally.add(staged.result())
        rejects.add(staged.result().rejects)
        progress(batch.read)

    # One batch to a worker: each of DuckDB's statements over a batch runs in one thread.
    with ThreadPoolExecutor(workers, thread_name_prefix="polku-import") as pool:
        for number, batch in enumerate(prefetched(source.batches())):
            waiting.append((batch, pool.submit(stage, staging, number, batch, source, plan, key)))
            if len(waiting) > workers:
                take()
        while waiting:
            take()
    return tally


def _refuse_if_hopeless(
    source: Source, tally: _Tally, rejects: RejectFile, *, mixed_allowed: bool
) -> None:
    where = str(source.path)
    if not tally.good:
        if not rejects.count:
            raise ImportRefused(Problem("import.header-only", where, {"path": where}))
        first = rejects.first[0]
        params = {
            "rows": rejects.count,
            "row": first.row,
            "reason": first.reason,
            "content": first.content[:200],
        }
        raise ImportRefused(
            [
                Problem("import.every-row-bad", where, params),
                Problem(f"import.{first.reason}", where),
            ]
        )
    if 0 < tally.zoned < tally.good and not mixed_allowed:
        params = {"with_zone": tally.zoned, "without": tally.good - tally.zoned}
        raise ImportRefused(Problem("import.mixed-zones", where, params))


def _store(staging: Staging, name: str, warehouse: Warehouse, control: Control) -> tuple[int, int]:
    """Stores what is staged. Returns the events accepted and the people of all good rows."""
    ids, links, traits = staging.ids(), staging.links(), staging.traits()
    events = staging.events_sql(name)
    staging.con.close()  # its memory is the warehouse's now
    # Ids first: an id without events harms nobody, an event without its id cannot be shown.
    for start in range(0, ids.num_rows, _IDS):
        control.identities.remember(ids.slice(start, _IDS))
    with warehouse.write() as write:
        if links:
            write.merge(control.identities.link(links))
        write.con.execute(f"CREATE TEMP VIEW import_batch AS {events}")
        appended = write.append("import_batch", place="place")
        write.con.execute("DROP VIEW import_batch")
        people = _people(write.con, ids)
        control.traits.set_many(traits)
    return appended.accepted, people


def _people(con: duckdb.DuckDBPyConnection, ids: pa.Table) -> int:
    con.register("import_ids", ids)
    ((people,),) = con.execute(
        """SELECT count(DISTINCT coalesce(a.person, i.identity))
        FROM import_ids i LEFT JOIN aliases a USING (identity)"""
    ).fetchall()
    con.unregister("import_ids")
    return int(people)


def _reject_path(path: Path, directory: Path, now: datetime) -> Path:
    stem = f"{path.stem}-{now:%Y%m%dT%H%M%S}"
    found, n = directory / f"{stem}.rejects.csv", 2
    while found.exists():
        found, n = directory / f"{stem}-{n}.rejects.csv", n + 1
    return found
