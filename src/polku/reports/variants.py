"""Variants: which whole paths do people walk, and how many walk each?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.path_asked import (
    PathAsked,
    Steps,
    left_out_notes,
    log,
    name_of,
    steps_of,
    table_of,
    too_few,
)
from polku.reports.report import Report, Scene
from polku.science.paths.log import Log
from polku.science.paths.variants import Variants, variants
from polku.science.wilson import share

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = [
    Column("variant", "text"),
    Column("steps"),
    Column("paths", people=True),
    Column("share", "share", interval=True),
    Column("cumulative", "share"),
]


class VariantsAsked(PathAsked):
    """And how many, how long."""

    most: int = Field(default=20, ge=1, le=500, description="Variants; the rest are one row")
    longest: int = Field(default=12, ge=1, le=100, description="Steps that tell paths apart")


def answer(scene: Scene, asked: VariantsAsked) -> Answer:
    """Variants by how many walked them; what is left out is one row, so that the sum is everybody."""
    steps = steps_of(scene, asked)
    walked = log(scene, steps, first=asked.longest + 1)
    found = variants(walked, asked.longest)
    total, kinds = walked.paths, len(found.count)
    rows: list[dict[str, Any]] = []
    told = 0
    for place in range(min(kinds, asked.most)):
        n = int(found.count[place])
        told += n
        part = share(n, total)
        rows.append(
            {
                "id": str(place),
                "variant": _written(scene, steps, walked, found, place),
                "steps": int(found.steps[place]),
                "paths": n,
                "share": part.value,
                "share_low": part.low,
                "share_high": part.high,
                "cumulative": told / total,
            }
        )
    if kinds > asked.most:
        part = share(total - told, total)
        rows.append(
            {
                "id": "other",
                "variant": {"fi": "Muut polut", "en": "Other paths"},
                "paths": total - told,
                "share": part.value,
                "share_low": part.low,
                "share_high": part.high,
                "cumulative": 1.0,
            }
        )
    return Answer(
        n=total,
        figures=[
            Figure("paths", "count", total),
            Figure("variants", "count", kinds),
            Figure("once", "count", int((found.count == 1).sum())),
        ],
        sheets=[Sheet("variants", COLUMNS, rows, max(0, kinds - asked.most))],
        charts=[Chart("variants", "bars", "variants", x="variant", y=["share"])],
        notes=[*too_few(total), *left_out_notes(scene, steps)],
    )


def people(scene: Scene, asked: VariantsAsked, row: str, column: str) -> pa.Table:
    """Who walked it."""
    if column != "paths":
        raise KeyError(column)
    walked = log(scene, steps_of(scene, asked), first=asked.longest + 1)
    of = variants(walked, asked.longest).of
    return table_of(walked.person[of >= asked.most if row == "other" else of == int(row)])


def _written(
    scene: Scene, steps: Steps, walked: Log, found: Variants, place: int
) -> str | dict[str, str]:
    start = walked.starts[found.example[place]]
    codes = walked.event[start : start + found.steps[place]].tolist()
    names = [name_of(scene, steps, code) for code in codes]
    more = " → …" if found.longer[place] else ""
    if all(isinstance(name, str) for name in names):
        return " → ".join(names) + more
    both = [{"fi": n, "en": n} if isinstance(n, str) else n for n in names]
    return {lang: " → ".join(name[lang] for name in both) + more for lang in ("fi", "en")}


REPORT = Report("variants", "journey", VariantsAsked, answer, people)
