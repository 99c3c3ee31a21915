"""The bodies of data coming in: events, sources, keys, imports."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, ProblemBody


class EventRow(Body):
    """An event as it was accepted; `seq` counts acceptances. `received` is known of live rows."""

    seq: int
    received: Moment | None = None
    ts: Moment
    event: str
    person: str
    id: str
    source: str
    channel: str | None
    properties: dict[str, Any] | None


class RecentEvents(Body):
    """`GET /api/events/recent`: the newest first; `last` goes into `after` of the next asking."""

    events: list[EventRow]
    last: int


class EventCount(Body):
    """`GET /api/events/count`."""

    events: int
    people: int


class Source(Body):
    """Where events come from. `last_received`: when its key was last used or its file came."""

    name: str
    kind: Literal["http", "import", "demo"]
    events: int
    people: int
    last_ts: Moment | None
    last_received: Moment | None


class Key(Body):
    """A write key; the key itself is shown only when it is made."""

    id: str
    name: str
    prefix: str
    created: Moment
    last_used: Moment | None
    revoked: Moment | None


class NewKey(Body):
    """What `POST /api/keys` takes."""

    name: str = Field(min_length=1, max_length=100)


class MadeKey(Body):
    """What it gives, once."""

    id: str
    name: str
    write_key: str


class Uploaded(Body):
    """A file that is kept and not yet imported."""

    id: str
    filename: str
    bytes: int


class ProposedColumn(Body):
    """A column of the file, and what it is taken for (0..1: how surely)."""

    name: str
    samples: list[str]
    role: str
    confidence: float


class Proposal(Body):
    """`GET /api/imports/{id}/proposal`. `kind`: a file of events, or of ad costs."""

    kind: Literal["events", "spend"] = "events"
    format: Literal["csv", "tsv", "whitespace", "parquet", "jsonl"]
    encoding: str | None
    delimiter: str | None
    decimal: str | None
    date_format: str | None
    timezone: str
    columns: list[ProposedColumn]
    map: dict[str, str]
    rows_estimate: int
    sample: list[dict[str, Any]]
    problems: list[ProblemBody]
    command: str


class RunImport(Body):
    """What `POST /api/imports/{id}/run` takes."""

    map: dict[str, str]
    timezone: str | None = None


class Started(Body):
    """The import that now runs."""

    id: str


class ImportResult(Body):
    """What `polku import --json` prints."""

    rows: int
    accepted: int
    duplicates: int
    rejected: int
    reject_file: str | None
    people: int
    first: str | None
    last: str | None
    seconds: float
    kind: Literal["events", "spend"] = "events"
    replaced: int = 0


class ImportState(Body):
    """One import of the history."""

    id: str
    filename: str
    bytes: int
    state: Literal["ready", "running", "done", "failed"]
    progress: float
    result: ImportResult | None
    errors: list[ProblemBody]
    created: Moment


class RejectRow(Body):
    """A row that could not come in."""

    row: int
    line: int | None
    reason: str
    words: str
    content: str


class Removed(Body):
    """`DELETE /api/demo`."""

    events: int
    people: int
