"""What running programmes ask of new events: most events are nothing to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from polku.conditions.matching import leaves
from polku.conditions.person import PersonCondition
from polku.engine.causes import asks_stages
from polku.engine.patterns import asked_of
from polku.engine.programme import LiveProgramme, World
from polku.engine.rounds import looks_by_itself
from polku.programmes.actions import Action, BranchAction, CompiledProgramme, EffectAction
from polku.programmes.mentions import asks_history, segments_asked
from polku.stages.compile import CompiledStages


def asks_anything(
    programmes: Sequence[LiveProgramme], stages: CompiledStages, events: Collection[str]
) -> bool:
    """Whether one of these events may move somebody now, by itself or by the stage it leads to."""
    asked = asked_of(programmes)
    if asks_stages(programmes):
        asked += stages.patterns
    return any(one.event in events for one in asked)


def asks_fold(programmes: Sequence[LiveProgramme], world: World) -> bool:
    """Whether a tick of these reads stage changes or everybody there is, which the fold keeps; the
    brief of a task tells the stage as it is then, and so does a text that asks for it."""
    if asks_stages(programmes) or any(_hands_over(live) for live in programmes):
        return True
    if any(looks_by_itself(live.compiled.entry) or live.also_now for live in programmes):
        return True
    return any(
        measure.source.of == "transitions"
        for condition in _conditions(programmes)
        for leaf in leaves(condition, world.meanings)
        for measure in leaf.measures()
    )


_KEPT: dict[int, tuple[CompiledProgramme, bool]] = {}
_MOST_KEPT = 512


def _hands_over(live: LiveProgramme) -> bool:
    """Versions never change, and every tick asks: so each is read once. The kept one keeps its number its own."""
    run = live.compiled
    kept = _KEPT.get(id(run))
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(run)] = (run, any(_tells_stage(action) for action in run.actions))
    return kept[1]


def _tells_stage(action: Action) -> bool:
    if not isinstance(action, EffectAction):
        return False
    return action.kind == "task" or asks_history(action.step) or bool(segments_asked(action.step))


def _conditions(programmes: Sequence[LiveProgramme]) -> Iterator[PersonCondition]:
    for live in programmes:
        run = live.compiled
        if (entry_if := getattr(run.entry, "if_", None)) is not None:
            yield entry_if
        for action in run.actions:
            if isinstance(action, BranchAction):
                yield from (condition for _, condition, _ in action.arms)
