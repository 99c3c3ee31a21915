"""Where does the path break? The one place to mend first and why it is that one. Whoever tells of it reads it here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from polku.analytics.path import Arrow
from polku.analytics.stage_conversion import Conversion, stage_conversion
from polku.analytics.weakest_arrow import weakest_arrow
from polku.errors import Problem
from polku.reports.mend_places import DRAWS, Place
from polku.reports.report import Scene
from polku.reports.said import Both, Count, Money, Number, Share

if TYPE_CHECKING:
    from polku.reports.mend_places import Floats

Why = Literal["surest", "point", "lowest"]
"""surest: what the best comparable group shows to be within reach has the highest lower end; point: no group shows
anything surely, and a percentage point is surely worth most here; lowest: nothing can be said in euros."""


@dataclass(frozen=True)
class Ranked:
    """A place, what it is ranked by, and how probable it is to be the best place."""

    place: Place
    best: float | None

    @cached_property
    def why(self) -> Why | None:
        """None: as far as is known it may bring nothing."""
        gained = self.place.achievable
        if gained is not None and _low(gained) > 0:
            return "surest"
        return "point" if _low(self.place.point) > 0 else None

    @property
    def draws(self) -> Floats:
        """Of what it is ranked by: minor units a year."""
        gained = self.place.achievable
        return gained if self.why == "surest" and gained is not None else self.place.point

    @cached_property
    def order(self) -> tuple[int, float]:
        """What is sure to be within reach first, then what a point is sure to bring; the surest first."""
        return {"surest": 0, "point": 1, None: 2}[self.why], -_low(self.draws)


def ranked(found: list[Place]) -> list[Ranked]:
    """The places, the surest first."""
    both = zip(found, _best(found), strict=True)
    return sorted((Ranked(place, best) for place, best in both), key=lambda each: each.order)


def first(scene: Scene, places: list[Ranked]) -> tuple[dict[str, Any], Problem] | None:
    """Of `ranked` places: the first as `details["first"]` of the report, and as a sentence with its reason. Where no
    euros can be told, the arrow with the lowest conversion; None when too little is known of any."""
    if places and places[0].why is not None:
        return _in_euros(scene, places[0], places[0].why)
    arrows = scene.path.arrows()
    found = [stage_conversion(scene.reader, each, scene.period, scene.chosen) for each in arrows]
    at, _ = weakest_arrow(found, [each.entered > 0 for each in found])
    if at is None:
        return None
    nothing = dict.fromkeys(("value", "value_low", "value_high", "best", "group"))
    return _told(scene, arrows[at], found[at], "lowest", nothing, {})


def _in_euros(scene: Scene, its: Ranked, why: Why) -> tuple[dict[str, Any], Problem]:
    low, high = (float(each) for each in np.quantile(its.draws, (0.025, 0.975)))
    value, currency = float(its.draws.mean()), scene.money.currency
    gain = its.place.gain if why == "surest" else None
    figures = {
        "value": value,
        "value_low": low,
        "value_high": high,
        "best": its.best if why == "surest" else None,
        "group": None if gain is None else dict(gain.group),
    }
    said: dict[str, Any] = {
        "value": Money(value, currency),
        "low": Money(low, currency),
        "high": Money(high, currency),
    }
    if gain is not None:
        said["group"] = Both.of(gain.group)
    return _told(scene, its.place.arrow, its.place.conversion, why, figures, said)


def _told(
    scene: Scene,
    arrow: Arrow,
    its: Conversion,
    why: Why,
    figures: dict[str, Any],
    said: dict[str, Any],
) -> tuple[dict[str, Any], Problem]:
    start, end = (scene.stage(step.key) for step in (arrow.source, arrow.target))
    params = {
        "from": Both.of(start),
        "to": Both.of(end),
        "share": Share(its.value or 0.0),
        "n": Count(its.entered),
        "days": Number(arrow.window_days, 0),
        **said,
    }
    sentence = Problem(f"mend.first-{why}", params=params, level="hint")
    return {
        "from": arrow.source.key,
        "to": arrow.target.key,
        "why": why,
        **figures,
        "what": {  # a heading
            "fi": sentence.what("fi").removesuffix("."),
            "en": sentence.what("en").removesuffix("."),
        },
        "because": {"fi": sentence.fix("fi"), "en": sentence.fix("en")},
    }, sentence


def _low(draws: Floats) -> float:
    return float(np.quantile(draws, 0.025))


def _best(found: list[Place]) -> list[float | None]:
    """How probable it is that each is the place where most can be gained."""
    known = [place for place in found if place.achievable is not None]
    if not known:
        return [None] * len(found)
    drawn = np.stack([each for place in known if (each := place.achievable) is not None])
    shares = np.bincount(drawn.argmax(axis=0), minlength=len(known)) / DRAWS
    by = {place.arrow.source.key: float(each) for place, each in zip(known, shares, strict=True)}
    return [by.get(place.arrow.source.key) for place in found]
