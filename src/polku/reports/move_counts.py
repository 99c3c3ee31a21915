"""The moves between events or stages, counted: what the reports about arrows are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from polku.analytics.moves_between import FINE, moves, people_of_moves
from polku.science.waiting import quantile

if TYPE_CHECKING:
    from polku.reports.path_asked import Steps
    from polku.reports.report import Scene

OTHER = -1
END = -2
DAY = 86_400


@dataclass(frozen=True)
class Arrow:
    """A move from code `source` to `target` (END: the path ends); `waits` are classes and their counts."""

    source: int
    target: int
    moves: int
    classes: Any
    counts: Any

    def days(self, share: float) -> float | None:
        """The time by which that share of the moves were made."""
        seconds = quantile(self.classes, self.counts, share, FINE)
        return None if seconds is None else seconds / DAY


@dataclass(frozen=True)
class MoveCounts:
    """`events` by node (in collapsed paths: runs), `starts` and `ends` of paths there; arrows by size, without
    ends. events = moves that come in + starts = moves that go out + ends, for each node and in all."""

    nodes: tuple[int, ...]
    rest: tuple[int, ...]  # the codes that are OTHER
    events: dict[int, int]
    starts: dict[int, int]
    ends: dict[int, int]
    arrows: tuple[Arrow, ...]


def move_counts(scene: Scene, steps: Steps, most: int) -> MoveCounts:
    """The `most` most common nodes; the others together are OTHER."""
    asked = moves(*steps.shape, steps.gap is not None, scene.limited)
    rows = scene.ask(asked, **steps.given)
    source = rows["event"].to_numpy().astype(np.int64)
    target = _filled(rows["next_event"], END)
    waited, counts = _filled(rows["waited"], -1), rows["moves"].to_numpy().astype(np.int64)
    if steps.collapse:
        keep = source != target
        source, target, waited, counts = (each[keep] for each in (source, target, waited, counts))
    codes = np.unique(source)
    sizes = np.array([counts[source == code].sum() for code in codes], np.int64)
    order = np.lexsort((codes, -sizes))
    nodes = tuple(int(code) for code in codes[order][:most])
    rest = tuple(int(code) for code in codes[order][most:])
    if rest:
        source = np.where(np.isin(source, rest), OTHER, source)
        target = np.where(np.isin(target, rest), OTHER, target)
    pair = np.stack((source, target), axis=1)
    kinds, of = np.unique(pair, axis=0, return_inverse=True)
    of = of.reshape(-1)
    arrows = []
    for place, (a, b) in enumerate(kinds.tolist()):
        mine = of == place
        arrows.append(Arrow(a, b, int(counts[mine].sum()), waited[mine], counts[mine]))
    arrows.sort(key=lambda each: (-each.moves, each.source, each.target))
    nodes = (*nodes, OTHER) if rest else nodes
    events = dict.fromkeys(nodes, 0)
    incoming, ends = dict.fromkeys(nodes, 0), dict.fromkeys(nodes, 0)
    for arrow in arrows:
        events[arrow.source] += arrow.moves
        if arrow.target == END:
            ends[arrow.source] += arrow.moves
        else:
            incoming[arrow.target] += arrow.moves
    starts = {node: events[node] - incoming[node] for node in nodes}
    real = tuple(each for each in arrows if each.target != END)
    return MoveCounts(nodes, rest, events, starts, ends, real)


def movers(scene: Scene, steps: Steps, source: int, target: int, rest: tuple[int, ...]) -> pa.Table:
    """The people behind an arrow, or those whose path ends in `source` (END)."""
    asked = people_of_moves(
        *steps.shape,
        steps.gap is not None,
        rest if source == OTHER else (source,),
        None if target == END else rest if target == OTHER else (target,),
        scene.limited,
    )
    return scene.ask(asked, **steps.given)


def _filled(column: pa.ChunkedArray, value: int) -> Any:
    return column.fill_null(value).to_numpy().astype(np.int64)
