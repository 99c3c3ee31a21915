"""The import itself: read everything to the side, then store it in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from polku.clock import Clock, system_clock
from polku.errors import ImportRefused, Language, Problem
from polku.importer.landing import land
from polku.importer.opening import open_source
from polku.importer.plan import Plan, make_plan
from polku.importer.prefetch import prefetched
from polku.importer.rejects import Reject, RejectFile
from polku.importer.roles import trait_key
from polku.importer.source import Batch, Source
from polku.importer.staging import Staging
from polku.importer.times import iso
from polku.store.control import Control
from polku.store.warehouse import Warehouse

_IDS = 50_000  # ids handed over at a time
_READ = 0.7  # the share of the work that reading the file is, for the progress bar


@dataclass(frozen=True)
class ImportResult:
    """What became of the file: rows = accepted + duplicates + rejected. `people` are those of the
    good rows, `first` and `last` their times (ISO 8601, UTC)."""

    rows: int
    accepted: int
    duplicates: int
    rejected: int
    reject_file: str | None
    people: int
    first: str
    last: str
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """What `polku import --json` prints."""
        return asdict(self)


@dataclass
class _Tally:
    good: int = 0
    zoned: int = 0
    first: datetime = datetime.max  # noqa: DTZ901 (UTC without a zone, as in the warehouse)
    last: datetime = datetime.min  # noqa: DTZ901


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
) -> ImportResult:
    """Imports the file: its good rows in one transaction, its bad ones to a CSV in `rejects_dir`.

    `map` as in `propose`. With `timezone` None, times without a zone are UTC, and a file that mixes
    times with and without one is refused. `progress` gets 0 … 1. `language` is that of the reject
    file. Rows that are stored already add nothing.

    Raises ImportRefused (nothing was written) or StoreError (nothing is half-written).
    """
    began = time.monotonic()
    source = open_source(path)
    plan, problems = make_plan(source, map, timezone, privacy)
    errors = [p for p in problems if p.level == "error"]
    if errors:
        raise ImportRefused(errors)
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
        accepted, people = _store(staging, source.path.name, warehouse, control)
    except BaseException:
        rejects.discard()
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


def _read(
    source: Source,
    plan: Plan,
    staging: Staging,
    rejects: RejectFile,
    key: bytes,
    progress: Callable[[float], None],
) -> _Tally:
    tally = _Tally()
    for batch in prefetched(source.batches()):
        bad = list(batch.rejects)
        if batch.table.num_rows:
            bad += _land(batch, source, plan, staging, key)
            _count(staging, tally)
        rejects.add(sorted(bad, key=lambda r: r.row))
        progress(batch.read)
    return tally


def _land(batch: Batch, source: Source, plan: Plan, staging: Staging, key: bytes) -> list[Reject]:
    staging.con.register("batch", batch.table)
    late = plan.personal_among(source.late_columns(staging.con))
    land(staging.con, source, plan, key, late)
    bad = staging.take(plan, tuple(trait_key(c) for c in (*plan.personal, *late)))
    return [
        Reject(
            int(batch.rows[b.i]),
            None if batch.lines is None else int(batch.lines[b.i]),
            b.reason,
            batch.content(b.i),
        )
        for b in bad
    ]


def _count(staging: Staging, tally: _Tally) -> None:
    ((good, zoned, first, last),) = staging.con.execute(
        "SELECT count(*), count(*) FILTER (zoned), min(ts), max(ts) FROM landed WHERE reason IS NULL"
    ).fetchall()
    tally.good += good
    tally.zoned += zoned
    if good:
        tally.first, tally.last = min(first, tally.first), max(last, tally.last)


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
    """Stores what is staged. Returns the events accepted and the people of all of them."""
    ids = staging.con.execute(
        """SELECT identity, any_value(kind) AS kind, any_value(value) AS value, min(seen) AS first_seen
        FROM ids GROUP BY identity"""
    ).to_arrow_table()
    # Ids first: an id without events harms nobody, an event without its id cannot be shown.
    for start in range(0, ids.num_rows, _IDS):
        control.identities.remember(ids.slice(start, _IDS))
    links = staging.con.execute("SELECT DISTINCT anonymous, known FROM links").fetchall()
    traits = staging.con.execute(
        """SELECT identity, key, arg_max(value, said) AS value, max(said) AS "at"
        FROM traits GROUP BY identity, key"""
    ).to_arrow_table()
    staging.con.close()  # its memory is the warehouse's now
    with warehouse.write() as write:
        if links:
            write.merge(control.identities.link(links))
        write.con.execute(f"CREATE TEMP VIEW import_batch AS {staging.events_sql(name)}")
        appended = write.append("import_batch")
        write.con.execute("DROP VIEW import_batch")
        control.traits.set_many(traits)
    return appended.accepted, ids.num_rows - len(links)


def _reject_path(path: Path, directory: Path, now: datetime) -> Path:
    stem = f"{path.stem}-{now:%Y%m%dT%H%M%S}"
    found, n = directory / f"{stem}.rejects.csv", 2
    while found.exists():
        found, n = directory / f"{stem}-{n}.rejects.csv", n + 1
    return found
