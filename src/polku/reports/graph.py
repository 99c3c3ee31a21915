"""The transition graph: what directly follows what, how often and after how long?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.move_counts import END, move_counts, movers
from polku.reports.path_asked import PathAsked, left_out_notes, name_of, steps_of, too_few
from polku.reports.report import Report, Scene

if TYPE_CHECKING:
    import pyarrow as pa

ARROWS = 400  # rows of the table; the rest stands in its last row


class GraphAsked(PathAsked):
    """And how many nodes."""

    most: int = Field(default=12, ge=2, le=50, description="Nodes; the rest are one node")


def answer(scene: Scene, asked: GraphAsked) -> Answer:
    """Arrows by size, and nodes with the starts and ends of paths."""
    steps = steps_of(scene, asked)
    found = move_counts(scene, steps, asked.most)
    rows = []
    for each in found.arrows[:ARROWS]:
        rows.append(
            {
                "id": f"{each.source}>{each.target}",
                "source": name_of(scene, steps, each.source),
                "target": name_of(scene, steps, each.target),
                "moves": each.moves,
                "share": each.moves / found.events[each.source],
                "median": each.days(0.5),
                "p75": each.days(0.75),
            }
        )
    more = found.arrows[ARROWS:]
    if more:
        rest = {"fi": "Muut siirtymät", "en": "Other moves"}
        rows.append({"id": "rest", "source": rest, "moves": sum(each.moves for each in more)})
    nodes = [
        {
            "id": f"{node}",
            "event": name_of(scene, steps, node),
            "events": found.events[node],
            "starts": found.starts[node],
            "ends": found.ends[node],
            "ends_share": found.ends[node] / found.events[node] if found.events[node] else None,
        }
        for node in found.nodes
    ]
    events, paths = sum(found.events.values()), sum(found.starts.values())
    arrows = [
        Column("source", "text"),
        Column("target", "text"),
        Column("moves", people=True),
        Column("share", "share"),
        Column("median", "days"),
        Column("p75", "days"),
    ]
    ends = [
        Column("event", "text"),
        Column("events"),
        Column("starts"),
        Column("ends", people=True),
        Column("ends_share", "share"),
    ]
    return Answer(
        n=events,
        figures=[
            Figure("events", "count", events),
            Figure("paths", "count", paths),
            Figure("moves", "count", sum(each.moves for each in found.arrows)),
        ],
        sheets=[Sheet("arrows", arrows, rows, len(more)), Sheet("nodes", ends, nodes)],
        charts=[Chart("arrows", "graph", "arrows", x="source", y=["moves", "median"], by="target")],
        notes=[*too_few(events), *left_out_notes(scene, steps)],
    )


def people(scene: Scene, asked: GraphAsked, row: str, column: str) -> pa.Table:
    """Who made the move of the row, or whose path ends in the node of it."""
    steps = steps_of(scene, asked)
    source, _, target = row.partition(">")
    if column not in ("moves", "ends"):
        raise KeyError(column)
    rest = move_counts(scene, steps, asked.most).rest if "-1" in (source, target) else ()
    return movers(scene, steps, int(source), int(target) if column == "moves" else END, rest)


REPORT = Report("graph", "journey", GraphAsked, answer, people)
