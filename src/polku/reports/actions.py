"""Which programme, for whom? Learnt from holdouts, and believed only when the effect is sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from polku.analytics.experiment_moments import closed_people
from polku.analytics.feature_matrix import Matrix, Vocabulary, matrix
from polku.analytics.features import features, known_at
from polku.care.texts import parsed
from polku.reports.experiment_figures import figures, given
from polku.reports.experiments_found import Experiment, experiments
from polku.science.experiments.effect import Effect
from polku.science.prediction.uplift import Uplift, uplift

if TYPE_CHECKING:
    from polku.reports.report import Scene

ALPHA = 0.05
Decision = Literal["some", "all", "none", "too-few"]


@dataclass(frozen=True, eq=False)
class Action:
    """One programme. `decision`: some are surely helped more than others, all are helped, or nothing is sure.
    `people` are those for whom it is suggested, with the effect predicted on each; `smallest` the people of the
    smaller arm."""

    experiment: Experiment
    effect: Effect
    found: Uplift | None
    decision: Decision
    smallest: int
    people: npt.NDArray[np.int64]
    gains: npt.NDArray[np.float64]


def actions(scene: Scene) -> list[Action]:
    """Of every programme with a holdout and a goal. Each is tested at 5 % over their number (Bonferroni)."""
    known = [e for e in experiments(scene) if "/" not in e.key and e.metric is not None]
    if not known:
        return []
    codes = [step.code for step in scene.path.steps]
    asked = features(scene.money.currency, False, scene.limited)
    now_rows = scene.ask(asked, **known_at(scene.period.as_of))
    words = Vocabulary.of(now_rows, codes)
    now = matrix(now_rows, words)
    return [_action(scene, each, words, now, ALPHA / len(known)) for each in known]


def _action(
    scene: Scene, experiment: Experiment, words: Vocabulary, now: Matrix, alpha: float
) -> Action:
    assert experiment.metric is not None  # noqa: S101
    counted = figures(scene, experiment, experiment.metric)
    side = counted.sides[1]
    effect = counted.effect(side)
    verdict = counted.verdict(side, effect)
    smallest = min(each.moments.n for each in counted.sides)
    found = None if counted.balance.blocks else _learnt(scene, experiment, words)
    here = now.rows(_could_come(scene, experiment, now))
    nobody = np.zeros(0, np.int64), np.zeros(0)
    sure = [] if found is None else [group for group in found.groups if group.low > 0]
    if found is not None and found.p < alpha and sure:
        gains = found.of(here.x)
        # As much as is predicted on the least helped group whose measured effect is above nothing.
        keep = gains >= min(group.predicted for group in sure)
        return Action(experiment, effect, found, "some", smallest, here.person[keep], gains[keep])
    if verdict == "better" and effect.value is not None:
        gains = np.full(len(here.person), effect.value)
        return Action(experiment, effect, found, "all", smallest, here.person, gains)
    decision: Decision = "too-few" if found is None else "none"
    return Action(experiment, effect, found, decision, smallest, *nobody)


def _learnt(scene: Scene, experiment: Experiment, words: Vocabulary) -> Uplift | None:
    """From what was known of each person when they came in."""
    assert experiment.metric is not None  # noqa: S101
    asked = closed_people(experiment.source, experiment.metric, scene.limited)
    rows = scene.ask(asked, **given(scene, experiment))
    if not len(rows):
        return None
    own = rows.select(["person", "at"])
    then = scene.ask(features(scene.money.currency, True, False), tables={"cuts": own})
    known = matrix(then, words)
    place = np.searchsorted(rows["person"].to_numpy(), known.person)
    treated = np.isin(rows["place"].to_numpy()[place], experiment.arms[1].places).astype(float)
    came = rows["y"].to_numpy()[place].astype(float)
    shares = list((experiment.arms[1].shares or {}).values())
    # Versions may have had other shares: what the lot gave on the whole.
    part = float(treated.mean()) if len(set(shares)) != 1 and len(treated) else float(shares[0])
    return uplift(known.x, treated, came, part, known.person)


def _could_come(scene: Scene, experiment: Experiment, now: Matrix) -> npt.NDArray[np.bool_]:
    """Who stands on the programme's stage now; of a programme without a stage, all who have a stage that is not an
    exit."""
    assert scene.workplace is not None  # noqa: S101
    body = parsed(scene.workplace.get(experiment.programme).body).programme
    code = scene.codes.get("stage", {}).get(body.stage or "")
    if code is not None:
        return np.asarray(now.facts["stage"] == code)
    return np.isin(now.facts["stage"], [step.code for step in scene.path.forward])


def best_of_people(found: list[Action]) -> dict[str, pa.Table]:
    """Each person's one action: that with the largest predicted effect; of equal ones the first. Programme's key →
    people."""
    acting = [action for action in found if len(action.people)]
    if not acting:
        return {}
    person = np.concatenate([action.people for action in acting])
    gain = np.concatenate([action.gains for action in acting])
    which = np.concatenate([np.full(len(a.people), i) for i, a in enumerate(acting)])
    order = np.lexsort((which, -gain, person))
    first = np.unique(person[order], return_index=True)[1]
    kept = order[first]
    return {
        action.experiment.key: pa.table(
            {"person": pa.array(person[kept[which[kept] == i]], pa.int64())}
        )
        for i, action in enumerate(acting)
    }
