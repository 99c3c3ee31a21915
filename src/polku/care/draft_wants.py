"""What the steps of a draft want, asked as if it were published: for the dry policy and the preview."""

from __future__ import annotations

from polku.delivery.wants import MESSAGES, Want
from polku.programmes.actions import CompiledProgramme, EffectAction


def wants_of(run: CompiledProgramme) -> dict[str, Want]:
    """Step → what it wants, of the steps that reach a person."""
    return {
        action.key: Want(
            run.key,
            run.version,
            action.key,
            action.kind,
            intent=action.step.intent or f"{run.key}.{action.key}",
            purpose=action.step.purpose or run.purpose,
            priority=run.priority,
            days=action.step.intent_days,
            ways=tuple(action.step.ways),
        )
        for action in run.actions
        if isinstance(action, EffectAction) and action.kind in MESSAGES
    }
