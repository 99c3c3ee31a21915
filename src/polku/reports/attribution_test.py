"""Attribution against a holdout: what a programme's test says of the channel that it speaks through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from polku.analytics.tested_channel import tested_channel
from polku.care.counts import ENTER
from polku.care.places import programme_places
from polku.care.results import measured, window_of
from polku.errors import NotFound, PolkuError, Problem
from polku.reports.answer import Column, Sheet
from polku.science.attribution.markov import arrows, removal
from polku.science.attribution.rules import RULES, linear

if TYPE_CHECKING:
    from polku.analytics.touch_paths import Touched
    from polku.reports.attribution import AttributionAsked
    from polku.reports.report import Scene
    from polku.science.attribution.paths import Floats, Paths

NONE = (-1,)


@dataclass(frozen=True)
class Tested:
    """A sheet of one row, and what must be said."""

    sheets: list[Sheet] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def calibration(scene: Scene, asked: AttributionAsked, found: Touched) -> Tested:
    """The factor of the tested channel, when a programme was named."""
    if asked.programme is None or scene.workplace is None:
        return Tested()
    code = scene.codes["channel"].get(asked.tested)
    if code is None or code not in found.codes:
        return Tested(notes=[_unknown(asked.tested)])
    try:
        definition = scene.workplace.get(asked.programme)
    except NotFound:
        params = {"programme": asked.programme}
        return Tested(notes=[Problem("attribution.no-programme", params=params, level="warning")])
    try:
        programme = measured(scene.workplace, definition)
    except PolkuError:
        return Tested(notes=[_untested(asked.programme)])
    sides: dict[str, list[int]] = {"in": [], "holdout": []}
    for place, number in programme_places(scene.codes["place"], programme.key):
        if place.node == ENTER and place.port in sides:
            sides[place.port].append(number)
    channel = found.codes.index(code)
    one = tested_channel(
        scene,
        found,
        weights(found.paths, asked.model, asked.half_life),
        channel,
        (tuple(sorted(sides["in"])) or NONE, tuple(sorted(sides["holdout"])) or NONE),
        window_of(programme),
    )
    if one.caused is None:
        return Tested(notes=[_untested(asked.programme)])
    row = {
        "id": asked.tested,
        "channel": asked.tested,
        "cared": one.cared,
        "held": one.held,
        "claimed": one.credited,
        "caused": one.caused,
        "caused_low": one.caused_low,
        "caused_high": one.caused_high,
        "factor": one.factor,
        "factor_low": one.factor_low,
        "factor_high": one.factor_high,
    }
    columns = [
        Column("channel", "text"),
        Column("cared"),
        Column("held"),
        Column("claimed", "number"),
        Column("caused", "number", interval=True),
        Column("factor", "number", interval=True),
    ]
    return Tested(
        [Sheet("calibration", columns, [row])], [Problem("attribution.calibrated", level="hint")]
    )


def weights(paths: Paths, model: str, half_life: float) -> Floats:
    """The credit of each touch. Of the chain, which credits channels and not touches: a path's credit is shared
    by the removal effects of its touches."""
    if model in RULES:
        return RULES[model](paths, half_life)
    import numpy as np

    effect = np.nan_to_num(removal(arrows(paths)[0]).effect)
    once = RULES["shapley"](paths, half_life) > 0
    weight = np.where(once, effect[paths.channel], 0.0)
    sum_of = np.bincount(paths.path, weight, paths.won.size)[paths.path]
    return np.where(
        sum_of > 0, weight / np.where(sum_of > 0, sum_of, 1.0), linear(paths, half_life)
    )


def _unknown(channel: str) -> Problem:
    return Problem("attribution.no-channel", params={"channel": channel}, level="warning")


def _untested(programme: str) -> Problem:
    return Problem("attribution.no-holdout", params={"programme": programme}, level="warning")
