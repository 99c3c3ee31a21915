"""Features as numbers that a linear model can use: logarithms of counts and days, and one column for each word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]
DAY = 86_400.0
WORDS = 8  # of a channel or device have columns of their own; the rest are together


@dataclass(frozen=True, eq=False)
class Matrix:
    """`x` has a row for each of `person` and a column for each of `families`: the fact that it was made from. `facts`
    are those facts as people say them, by family."""

    person: npt.NDArray[np.int64]
    x: Floats
    families: tuple[str, ...]
    facts: Mapping[str, Any]

    def rows(self, keep: npt.NDArray[Any]) -> Matrix:
        """Those people only, by a mask or by their places."""
        facts = {name: column[keep] for name, column in self.facts.items()}
        return Matrix(self.person[keep], self.x[keep], self.families, facts)


@dataclass(frozen=True)
class Vocabulary:
    """The words that have columns, in order, decided once so that all periods have the same columns."""

    channels: tuple[int, ...]
    devices: tuple[str, ...]
    stages: tuple[int, ...]

    @classmethod
    def of(cls, table: pa.Table, stages: Sequence[int]) -> Vocabulary:
        """The commonest, from the features of the earliest period."""
        return cls(
            _common(table, "channel"),
            _common(table, "device"),
            tuple(stages),
        )


def _common(table: pa.Table, name: str) -> tuple[Any, ...]:
    counted = table[name].drop_null().value_counts().to_pylist()
    ordered = sorted(counted, key=lambda each: (-each["counts"], each["values"]))
    return tuple(each["values"] for each in ordered[:WORDS])


def _column(table: pa.Table, name: str, missing: float = np.nan) -> Floats:
    found = table[name].cast("float64").to_numpy().astype(np.float64)
    return np.where(np.isnan(found), missing, found)


def matrix(table: pa.Table, words: Vocabulary) -> Matrix:
    """From the rows of `features`."""
    columns: list[tuple[str, Floats]] = []
    facts: dict[str, Any] = {}
    for name in ("last", "first"):
        facts[name] = _column(table, name, 0.0) / DAY
        columns.append((name, np.log1p(facts[name])))
    for name in ("events", "e7", "e30", "e90", "orders", "orders_90"):
        facts[name] = _column(table, name, 0.0)
        columns.append((name, np.log1p(facts[name])))
    facts["spent"] = np.maximum(_column(table, "spent", 0.0), 0.0)
    columns.append(("spent", np.log1p(facts["spent"] / 100)))
    orders = facts["orders"]
    silent = _column(table, "order_last") / DAY
    facts["order_last"] = silent
    bought = ~np.isnan(silent)
    columns.append(("order_last", np.where(bought, np.log1p(np.where(bought, silent, 0)), 0.0)))
    for edge in (14, 30, 60, 90, 120, 180):
        columns.append(("order_last", (bought & (silent > edge)).astype(float)))
    columns.append(("orders", bought.astype(float)))
    span = _column(table, "order_first") / DAY - silent
    gap = np.where(orders > 1, span / np.maximum(orders - 1, 1), np.nan)
    facts["pace"] = np.where(orders > 1, silent / np.maximum(gap, 1.0), np.nan)
    known = ~np.isnan(facts["pace"])
    pace = np.where(known, np.log1p(np.where(known, facts["pace"], 0)), 0.0)
    columns += [("pace", pace), ("pace", (known & (facts["pace"] > 1)).astype(float))]
    columns.append(("pace", (known & (facts["pace"] > 2)).astype(float)))
    stage = _column(table, "stage", -1.0)
    since = _column(table, "stage_age", 0.0) / DAY
    facts["stage"], facts["stage_age"] = stage, since
    for code in words.stages:
        here = (stage == code).astype(float)
        columns += [("stage", here), ("stage_age", here * np.log1p(since))]
    for name, known_words in (("channel", words.channels), ("device", words.devices)):
        values = np.array([*known_words, None], dtype=object)
        place = pc.index_in(table[name], value_set=pa.array(known_words, table[name].type))
        codes = place.fill_null(len(known_words)).to_numpy().astype(np.int64)
        facts[name] = values[codes]
        columns += [(name, (codes == i).astype(float)) for i in range(len(known_words))]
    families = tuple(name for name, _ in columns)
    x = (
        np.column_stack([column for _, column in columns])
        if len(table)
        else np.zeros((0, len(columns)))
    )
    return Matrix(table["person"].to_numpy().astype(np.int64), x, families, facts)
