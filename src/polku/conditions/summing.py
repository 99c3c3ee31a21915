"""One pass over a table of facts: the aggregates of each person, or of each person at each moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from polku.conditions.base import Codes
from polku.conditions.measure import Measure, Source, before

if TYPE_CHECKING:
    from ibis import Table


def moments_of(rows: Table) -> Table:
    """The distinct (person, at) of the rows."""
    return rows.select("person", "at").distinct()


def summed(
    table: Table,
    asked: Mapping[str, Measure],
    codes: Codes,
    engine: str,
    *,
    moments: Table | None,
    at: Any,
) -> Table:
    """(person, one column for each measure), or (person, at, …) when each of `moments` is asked for
    itself. People of whom no row says anything have none."""
    sources = list(dict.fromkeys(measure.source for measure in asked.values()))
    said, ts, order = _said(table, sources, codes, engine)
    if moments is None:
        said = said.filter(ts(said) <= at, *_young_enough(asked, ts(said), at))
        moment, keys = at, ["person"]
    else:
        mine = moments.rename(asked_person="person", asked_at="at")
        young = _young_enough(asked, ts(said), mine.asked_at)
        said = said.join(
            mine, [said.person == mine.asked_person, ts(said) <= mine.asked_at, *young]
        )
        moment, keys = said.asked_at, ["person", "asked_at"]
    totals = {
        name: measure.column(
            said[f"s{sources.index(measure.source)}"], ts(said), order(said), moment, engine
        )
        for name, measure in asked.items()
    }
    sums = said.group_by(keys).agg(**totals)
    return sums if moments is None else sums.rename(at="asked_at")


def _said(table: Table, sources: list[Source], codes: Codes, engine: str) -> Any:
    """The rows that say something, with what each source reads of them; how to read their moment and
    what breaks ties."""
    import ibis

    events = sources[0].of == "events"
    columns = {f"s{i}": source.column(table, codes, engine) for i, source in enumerate(sources)}
    if not events:
        said = table.select("person", "n", **columns, moved=table["at"])
        return said, lambda rows: rows["moved"], lambda rows: rows["n"]
    named = _named(sources, codes)
    if named is not None:
        table = table.filter(table.event.isin(named))
    said = table.select("person", "ts", "seq", **columns)
    if named is None or any(source.columns for source in sources):
        speaks = (
            column if column.type().is_boolean() else column.notnull()
            for column in (said[name] for name in columns)
        )
        said = said.filter(_any_of([*speaks]))
    return (
        said,
        lambda rows: rows["ts"],
        lambda rows: ibis.struct({"ts": rows["ts"], "seq": rows["seq"]}),
    )


def _any_of(parts: list[Any]) -> Any:
    middle = len(parts) // 2
    return parts[0] if not middle else _any_of(parts[:middle]) | _any_of(parts[middle:])


def _named(sources: list[Source], codes: Codes) -> list[int] | None:
    """The codes of the events that can say anything; None: any may."""
    known = codes.get("event", {})
    names: set[str] = set()
    for source in sources:
        if source.names is None:
            return None
        names.update(source.names)
    return sorted(known[name] for name in names if name in known)


def _young_enough(asked: Mapping[str, Measure], ts: Any, at: Any) -> list[Any]:
    """When every measure has a window, what is older than the longest counts for none."""
    windows = [measure.within for measure in asked.values()]
    longest = max((each for each in windows if each is not None), default=0)
    return [] if None in windows else [ts > before(at, longest)]
