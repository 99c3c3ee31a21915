"""The rule of a funnel in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from polku.analytics.funnel.grammar import branch_words
from polku.conditions.duration import Duration
from polku.errors import Language
from polku.reports.funnel_asked import NONE
from polku.reports.words import said

if TYPE_CHECKING:
    from polku.analytics.funnel.grammar import FunnelStep
    from polku.analytics.funnel.walk import Counting
    from polku.reports.funnel_asked import FunnelAsked


def rule_words(
    asked: FunnelAsked, length: str, steps: tuple[FunnelStep, ...], counting: Counting
) -> dict[str, str]:
    """Steps, order, times and entries: how it was counted this time."""
    return {
        "fi": " ".join(_sentences(asked, length, steps, counting, "fi")),
        "en": " ".join(_sentences(asked, length, steps, counting, "en")),
    }


def step_title(step: FunnelStep, language: Language) -> str:
    """A step as a row names it."""
    text = step.words(language)
    return text + {"fi": " (valinnainen)", "en": " (optional)"}[language] if step.optional else text


def _sentences(
    asked: FunnelAsked,
    length: str,
    steps: tuple[FunnelStep, ...],
    counting: Counting,
    language: Language,
) -> Iterator[str]:
    def rule(name: str, **given: str) -> str:
        return said("funnel", "rule", name)[language].format(**given)

    listed = " → ".join(
        f"{place}. {step_title(step, language)}" for place, step in enumerate(steps, 1)
    )
    yield rule("steps", steps=listed)
    window = NONE if counting.window is None else Duration(length).words(language)
    if counting.window_funnel is not None:
        yield rule(f"window-funnel-{counting.window_funnel}")
        yield rule("no-window") if window == NONE else rule("window", window=window)
        return
    yield rule(counting.order)
    yield rule("no-window") if window == NONE else rule("window", window=window)
    for name in ("step_within", "step_after"):
        times = getattr(asked, name)
        if times:
            words = [rule("no-limit") if t == NONE else Duration(t).words(language) for t in times]
            yield rule(name, times=", ".join(words))
    if counting.pause_minutes is not None:
        yield rule("session", minutes=str(counting.pause_minutes))
    if counting.breaks:
        yield rule("without", events=", ".join(branch_words(each, language) for each in counting.breaks))  # fmt: skip
    yield rule(f"entries-{counting.entries}")
    if counting.followed:
        yield rule("followed")
    yield rule("period-only" if counting.only_period else "period")
