"""`Reports`: what a team asks of the numbers, as values that are ready for JSON."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from polku.analytics.path import path_of
from polku.analytics.period import period
from polku.analytics.reader import DuckReader, Reader
from polku.analytics.totals import totals
from polku.errors import Language, PolkuError, Problem
from polku.reports.answer import Answer, written
from polku.reports.asked import Asked
from polku.reports.catalogue import all_reports, report
from polku.reports.filtering import compared, filtered
from polku.reports.menu import described, parameters
from polku.reports.options import filter_options
from polku.reports.report import Report, Scene
from polku.reports.words import said
from polku.table import iso

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from polku.care.workplace import Workplace

KINDS = ("event", "source", "channel", "stage", "place")
KEPT = 64  # answers held while nothing changes
LONGEST = 60.0  # seconds after which time itself may have changed an answer
AT_ONCE = 2  # reports computed side by side; the others wait


class Reports:
    """One for each workspace; all methods are safe from any thread."""

    def __init__(self, workplace: Workplace, refresh: Callable[[], None]) -> None:
        self._work = workplace
        self._refresh = refresh
        self._held: OrderedDict[tuple[Any, ...], tuple[float, dict[str, Any]]] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def menu(self) -> list[dict[str, Any]]:
        """Every report: key, place, title, question, definition and the parameters that it takes."""
        return [described(each) for each in all_reports()]

    def options(self) -> dict[str, list[dict[str, Any]]]:
        """What the filter can be set to: {"segments": [{"value", "title": {"fi", "en"}}], …}."""
        mark = (
            "options",
            self._work.journey().journey.hash,
            self._work.control.definitions.changes,
        )
        with self._lock:
            held = self._held.get(mark)
        if held is not None and time.monotonic() - held[0] < LONGEST:
            return held[1]
        with self._turns, self._work.warehouse.read() as cursor:
            found = filter_options(self.scene(cursor))
        self._hold(mark, found)
        return found

    def answer(
        self, key: str, asked: Mapping[str, Any], language: Language = "en", *, fresh: bool = False
    ) -> dict[str, Any]:
        """The answer, as docs/reference/http-api.md says. `fresh` folds what has come first.

        Raises NotFound for a report, segment or persona that is not there, PolkuError (`report.bad-parameter`)
        with all that is wrong with what was asked."""
        one = report(key)
        wanted = parsed(one, asked)
        if fresh:
            self._refresh()
        mark = (
            key,
            wanted.model_dump_json(),
            language,
            self._work.journey().journey.hash,
            self._work.warehouse.version,
            self._work.control.definitions.changes,
        )
        with self._lock:
            held = self._held.get(mark)
        if held is not None and time.monotonic() - held[0] < LONGEST:
            return held[1]
        with self._turns, self._work.warehouse.read() as cursor:
            found = answered(one, wanted, self.scene(cursor), language)
        self._hold(mark, found)
        return found

    def _hold(self, mark: tuple[Any, ...], found: dict[str, Any]) -> None:
        with self._lock:
            self._held[mark] = (time.monotonic(), found)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)

    def together(self, keys: Iterable[str]) -> dict[str, Answer]:
        """Several reports of everybody, from one snapshot, as they answer: what Home is made of."""
        with self._turns, self._work.warehouse.read() as cursor:
            scene = self.scene(cursor)
            return {key: report(key).answer(scene, parsed(report(key), {})) for key in keys}

    def people(
        self,
        cursor: DuckDBPyConnection,
        key: str,
        asked: Mapping[str, Any],
        row: str,
        column: str,
    ) -> pa.Table:
        """The people (column person) behind a cell. Raises what `answer` raises, and PolkuError
        (`report.no-people`) for a cell that is not made of people."""
        one = report(key)
        wanted = parsed(one, asked)
        if one.people is None:
            raise PolkuError(Problem("report.no-people", key, {"row": row, "column": column}))
        try:
            return one.people(filtered(self.scene(cursor), wanted), wanted, row, column)
        except (KeyError, ValueError, IndexError):
            raise PolkuError(
                Problem("report.no-people", key, {"row": row, "column": column})
            ) from None

    def scene(self, where: Reader | DuckDBPyConnection) -> Scene:
        """The present, of everybody, as the warehouse's cursor or another engine's reader knows it."""
        reader = where if isinstance(where, Reader) else DuckReader(where)
        work = self._work
        journey = work.journey().journey
        codes = {kind: work.warehouse.names(kind) for kind in KINDS}
        sums = totals(reader)
        return Scene(
            reader=reader,
            journey=journey,
            path=path_of(journey, codes["stage"]),
            codes=codes,
            period=period(work.now(), sums.first, sums.last),
            zone=ZoneInfo(work.settings.workspace.timezone),
            money=work.settings.money,
            workplace=work,
        )


def asked_of(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The parameters of an address or a command line: whatever is said twice is a list; empty is not said."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if value != "":
            found.setdefault(name, []).append(value)
    return found


def parsed(one: Report[Any], asked: Mapping[str, Any]) -> Any:
    """What was asked, in the report's own form. A single value may come as a list of one.
    Raises PolkuError with all that is wrong."""
    many = {each["key"] for each in parameters(one) if each["many"]}
    twice = {
        name: value
        for name, value in asked.items()
        if isinstance(value, list) and len(value) > 1 and name not in many
    }
    if twice:
        raise PolkuError(
            [
                Problem(
                    "report.said-twice",
                    f"{one.key} {name}",
                    {"name": name, "given": ", ".join(map(str, value))[:80]},
                )
                for name, value in twice.items()
            ]
        )
    plain = {
        name: value[-1] if isinstance(value, list) and value and name not in many else value
        for name, value in asked.items()
    }
    try:
        return one.asked.model_validate(plain)
    except ValidationError as error:
        known = ", ".join(field.alias or name for name, field in one.asked.model_fields.items())
        raise PolkuError(
            [
                Problem(
                    "report.unknown-parameter"
                    if each["type"] == "extra_forbidden"
                    else "report.bad-parameter",
                    f"{one.key} {'.'.join(map(str, each['loc']))}",
                    {
                        "report": one.key,
                        "name": ".".join(map(str, each["loc"])),
                        "given": str(each["input"])[:80],
                        "why": each["msg"],
                        "known": known,
                    },
                )
                for each in error.errors(include_url=False)
            ]
        ) from None


def answered(one: Report[Any], wanted: Asked, scene: Scene, language: Language) -> dict[str, Any]:
    """Ask, and the same of what it is compared with."""
    main = filtered(scene, wanted)
    found = as_dict(one, main, one.answer(main, wanted), language)
    other = compared(scene, wanted)
    found["asked"] = wanted.written()
    found["compared"] = None
    if other is not None:
        found["compared"] = as_dict(one, other, one.answer(other, wanted), language)
    return found


def as_dict(one: Report[Any], scene: Scene, answer: Answer, language: Language) -> dict[str, Any]:
    """An answer ready for JSON, with its words."""
    over = scene.period
    notes = [*_before_the_data(scene), *answer.notes]
    return {
        "report": one.key,
        "title": said(one.key, "title"),
        "question": said(one.key, "question"),
        "definition": said(one.key, "definition"),
        "as_of": iso(over.as_of),
        "window_end": iso(over.end),
        "from": iso(over.cohort_start),
        "to": iso(over.cohort_end),
        "n": answer.n,
        "currency": scene.money.currency,
        "rule": answer.rule,
        "figures": [
            {
                "key": each.key,
                "title": said(one.key, "figures", each.key),
                "kind": each.kind,
                "value": written(each.value),
                "low": written(each.low),
                "high": written(each.high),
                "n": each.n,
                "people": each.people,
            }
            for each in answer.figures
        ],
        "sheets": [
            {
                "key": sheet.key,
                "title": said(one.key, "sheets", sheet.key),
                "columns": [
                    {
                        "key": column.key,
                        "title": column.title or said(one.key, "columns", column.key),
                        "kind": column.kind,
                        "interval": column.interval,
                        "people": column.people,
                    }
                    for column in sheet.columns
                ],
                "rows": [
                    {name: written(value) for name, value in row.items()} for row in sheet.rows
                ],
                "more": sheet.more,
            }
            for sheet in answer.sheets
        ],
        "charts": [
            {
                "key": each.key,
                "title": said(one.key, "charts", each.key),
                "kind": each.kind,
                "sheet": each.sheet,
                "x": each.x,
                "y": list(each.y),
                "by": each.by,
            }
            for each in answer.charts
        ],
        "notes": [each.as_dict(language) for each in notes],
        "details": dict(answer.details),
    }


def _before_the_data(scene: Scene) -> list[Problem]:
    """A period in which there is nothing, said once for all reports."""
    over = scene.period
    if over.first is None:
        return [Problem("report.no-events", level="warning")]
    if over.cohort_end < over.first or over.cohort_start > over.end:
        first, last = (m.astimezone(scene.zone).date() for m in (over.first, over.end))
        return [Problem("report.outside", params={"first": first, "last": last}, level="warning")]
    if scene.chosen is not None and not len(scene.chosen):
        return [Problem("report.nobody", level="warning")]
    return []
