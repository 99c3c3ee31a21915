"""Does it help some people more than others? The effect in each group, with a false discovery rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from polku.analytics.experiment_moments import summed
from polku.analytics.person_groups import person_groups
from polku.errors import Problem
from polku.reports.answer import Column, Sheet
from polku.reports.experiment_figures import Found, figures, given, point
from polku.reports.experiment_sheets import kind_of
from polku.science.experiments.discoveries import effects_differ, false_discovery
from polku.science.experiments.effect import fixed, unknown
from polku.science.experiments.verdict import FEWEST, FEWEST_OF_MEANS

if TYPE_CHECKING:
    from polku.reports.report import Scene

MOST = 20


def groups(scene: Scene, found: Found, dimension: str) -> tuple[Sheet, list[Problem]]:
    """A row for each arm and group, the largest groups first; fixed-horizon intervals (an exploration)."""
    end = given(scene, found.experiment)["as_of"]
    told = person_groups(scene.reader, dimension, scene.words("channel"), end)
    coded = told["value"].combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    table = pa.table({"person": told["person"], "grp": coded.indices.cast(pa.int32())})
    split = figures(scene, found.experiment, found.metric, table)
    rows = split.rows
    place, open_ = rows["place"].to_numpy(), rows["open"].to_numpy(zero_copy_only=False)
    grp, n = rows["grp"].to_numpy(), rows["n"].to_numpy()
    sizes = {code: int(n[(grp == code) & ~open_].sum()) for code in np.unique(grp).tolist()}
    order = sorted(sizes, key=lambda code: (-sizes[code], "" if code < 0 else names[code]))
    fewest = FEWEST if found.metric.share else FEWEST_OF_MEANS
    lines, effects = [], []
    control = found.experiment.arms[0]
    for arm in found.experiment.arms[1:]:
        for code in order[:MOST]:
            pair = [
                summed(rows, lambda _, a=a, c=code: np.isin(place, a.places) & (grp == c) & ~open_)  # type: ignore[misc]
                for a in (arm, control)
            ]
            enough = min(m.n for m in pair) >= fewest
            a, b = (point(found.metric, m, plain=True) for m in pair)
            effect = fixed(a, b) if enough else unknown(a.n + b.n)
            effects.append(effect)
            name = {"fi": "ei tiedossa", "en": "not known"} if code < 0 else None
            lines.append(
                {
                    "id": f"{arm.key}:{'' if code < 0 else names[code]}",
                    "arm": arm.title,
                    "group": name or names[code],
                    "n": sum(m.n for m in pair),
                    "difference": effect.value,
                    "difference_low": effect.low,
                    "difference_high": effect.high,
                    "p": effect.p,
                }
            )
    rates = false_discovery([effect.p for effect in effects])
    for line, rate in zip(lines, rates, strict=True):
        line["fdr"] = rate
    columns = [
        Column("group", "text"),
        Column("arm", "text"),
        Column("n"),
        Column("difference", kind_of(found.metric, difference=True), interval=True),
        Column("p", "p"),
        Column("fdr", "p"),
    ]
    per_arm = len(order[:MOST])
    differ = effects_differ(effects[:per_arm])
    notes = []
    if differ is None:
        notes.append(Problem("experiment.few-in-groups", params={"fewest": fewest}, level="hint"))
    else:
        code_ = "experiment.groups-differ" if differ < 0.05 else "experiment.groups-alike"
        notes.append(Problem(code_, params={"p": f"{differ:.2g}"}, level="hint"))
    return Sheet("groups", columns, lines, more=max(0, len(order) - MOST)), notes
