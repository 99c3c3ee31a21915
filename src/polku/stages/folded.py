"""The result of a fold, in the shapes of the warehouse's tables `transitions` and `people`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from polku.stages.compile import CompiledStages
from polku.stages.fold import NEVER, Placed

TRANSITIONS = pa.schema(
    [
        ("person", pa.int64()),
        ("n", pa.int32()),
        ("at", pa.timestamp("us")),
        ("from_stage", pa.int32()),
        ("to_stage", pa.int32()),
        ("rule", pa.dictionary(pa.int16(), pa.string())),
        ("uid", pa.int64()),
    ]
)
PEOPLE = pa.schema(
    [
        ("person", pa.int64()),
        ("stage", pa.int32()),
        ("since", pa.timestamp("us")),
        ("due", pa.timestamp("us")),
        ("first_ts", pa.timestamp("us")),
        ("last_ts", pa.timestamp("us")),
        ("events", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Folded:
    """Where everyone stands at a moment, and how they came there.

    transitions  person, n (from 1), at, from_stage (null: none), to_stage, rule, uid;
                 in order of person and n
    people       person, stage (null: none), since, due, first_ts, last_ts, events;
                 everyone with an event at or before the moment, in order of person
    codes        stage key → the code that stands for it in both; keys the warehouse has not
                 stored yet get the next free codes
    """

    transitions: pa.Table
    people: pa.Table
    codes: Mapping[str, int]


def tables(
    compiled: CompiledStages, codes: Mapping[str, int], placed: Sequence[Placed], lives: pa.Table
) -> Folded:
    """Puts the blocks together. `lives` has person, first_ts, last_ts, events, sorted by person;
    later (timestamp or null) is the first event after the moment."""
    code = np.array([0, *(codes[key] for key in compiled.stages)], np.int32)  # by state
    return Folded(_transitions(compiled, code, placed), _people(code, placed, lives), codes)


def _transitions(compiled: CompiledStages, code: np.ndarray, placed: Sequence[Placed]) -> pa.Table:
    ids = pa.array([rule.id for rule in compiled.rules], pa.string())
    batches = [
        pa.record_batch(
            [
                one.person,
                one.n.astype(np.int32),
                one.at.view("datetime64[us]"),
                pa.array(code[one.before], mask=one.before == 0),
                code[one.after],
                pa.DictionaryArray.from_arrays(one.rule.astype(np.int16), ids),
                one.uid,
            ],
            schema=TRANSITIONS,
        )
        for one in placed
    ]
    return pa.Table.from_batches(batches, TRANSITIONS)


def _people(code: np.ndarray, placed: Sequence[Placed], lives: pa.Table) -> pa.Table:
    person = lives["person"].to_numpy()
    state = np.zeros(len(person), np.int64)
    since = np.full(len(person), NEVER)
    due = lives["later"].cast(pa.int64()).fill_null(NEVER).to_numpy().copy()
    for one in placed:
        row = np.searchsorted(person, one.people)
        state[row], since[row] = one.state, one.since
        due[row] = np.minimum(due[row], one.due)
    return pa.table(
        [
            person,
            pa.array(code[state], mask=state == 0),
            _times(since),
            _times(due),
            lives["first_ts"],
            lives["last_ts"],
            lives["events"],
        ],
        schema=PEOPLE,
    )


def _times(moments: np.ndarray) -> pa.Array:
    return pa.array(moments, mask=moments == NEVER).cast(pa.timestamp("us"))
