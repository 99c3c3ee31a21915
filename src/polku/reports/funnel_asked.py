"""What a funnel is asked, and the counting that it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from polku.analytics.funnel.defaults import default_steps
from polku.analytics.funnel.grammar import FunnelStep, parse_step, parse_steps
from polku.analytics.funnel.walk import MOST_BITS, Counting
from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.errors import PolkuError, Problem
from polku.reports.asked import Asked, Dimension

if TYPE_CHECKING:
    from polku.reports.report import Scene
    from polku.science.funnel.window_funnel import Mode

NONE = "none"


def _length(text: str) -> str:
    if text != NONE:
        Duration.model_validate(text)
    return text


Length = Annotated[
    str, AfterValidator(_length), Field(max_length=20, json_schema_extra={"format": "duration"})
]
StepText = Annotated[
    str, Field(min_length=1, max_length=2000, json_schema_extra={"format": "event"})
]
Preset = Literal[
    "own",
    "window-funnel",
    "window-funnel-strict-order",
    "window-funnel-strict-deduplication",
    "window-funnel-strict-increase",
    "ordered",
    "presence",
]
_MODES: dict[str, Mode] = {
    "window-funnel": "default",
    "window-funnel-strict-order": "strict_order",
    "window-funnel-strict-deduplication": "strict_deduplication",
    "window-funnel-strict-increase": "strict_increase",
}


class FunnelAsked(Asked):
    """The steps, and by what rule they are counted."""

    steps: Annotated[tuple[StepText, ...], Field(max_length=50)] = Field(
        default=(), description='Event names, "A|B", "A[prop=value]", "A?"; or "A > B > C" in one'
    )
    preset: Preset = Field(
        default="own", description="A known way of counting, in place of one's own"
    )
    order: Literal["ordered", "strict", "unordered"] = "ordered"
    window: Length | None = Field(
        default=None,
        description="From the first step to the last, or none. When not said: 90d, or longer where the journey "
        "expects its stages to take so long",
    )
    step_within: Annotated[tuple[Length, ...], Field(max_length=20)] = Field(
        default=(), description="The longest way from step to step: one time, or one for each"
    )
    step_after: Annotated[tuple[Length, ...], Field(max_length=20)] = Field(
        default=(), description="The shortest way from step to step: one time, or one for each"
    )
    entries: Literal["best", "first", "every"] = "best"
    session: bool = Field(default=False, description="All steps within one session")
    pause: Annotated[int, Field(ge=1, le=10_080)] = Field(
        default=30, description="A session is over after so many minutes without an event"
    )
    without: Annotated[tuple[StepText, ...], Field(max_length=20)] = Field(
        default=(), description="An event that breaks the attempt when it comes between steps"
    )
    by: Dimension | None = Field(default=None, description="Told apart by this")
    by_value: Literal["first", "last", "any", "entry"] = Field(
        default="first", description="Of the person's values; or that of the first step's event"
    )
    followed: bool = Field(default=False, description="Only attempts whose window is over")


def steps_of(scene: Scene, asked: FunnelAsked) -> tuple[FunnelStep, ...]:
    """What was asked, else the steps of the journey; () when it has none."""
    if asked.steps:
        return parse_steps(asked.steps)
    customer = scene.path.customer(scene.money.customer)
    known = scene.codes.get("event", {})
    found = default_steps(scene.journey, known, customer.key if customer else None)
    return found if len(found) > 1 else ()


def window_of(scene: Scene, asked: FunnelAsked) -> str:
    """What was asked; else 90 days, or one and a half times what the journey expects of its stages before the
    customers', when its own steps are asked and that is longer."""
    if asked.window is not None:
        return asked.window
    customer = scene.path.customer(scene.money.customer)
    before = scene.path.forward
    before = before[: before.index(customer)] if customer else before
    expected = 0 if asked.steps else 1.5 * sum(step.expected_days or 0 for step in before)
    return f"{max(90, round(expected))}d"


def counting_of(scene: Scene, asked: FunnelAsked, steps: tuple[FunnelStep, ...]) -> Counting:
    """The rule. Raises PolkuError with everything that does not fit together."""
    problems = list(_together(asked, steps))
    breaks: list[EventCondition] = []
    for text in asked.without:
        try:
            breaks += parse_step(text).branches
        except PolkuError as error:
            problems += [Problem(p.code, "without", p.params) for p in error.problems]
    arrows = sum(not step.optional for step in steps) - 1
    for name in ("step_within", "step_after"):
        given = getattr(asked, name)
        if len(given) > 1 and len(given) != arrows:
            params = {"name": name, "n": len(given), "arrows": arrows}
            problems.append(Problem("funnel.per-step", name, params))
    most, least = (_spread(each, arrows) for each in (asked.step_within, asked.step_after))
    for place, (low, high) in enumerate(zip(least, most, strict=False), 1):
        if low is not None and high is not None and low > high:
            problems.append(Problem("funnel.gap-backward", "step_after", {"place": place}))
    bits = sum(len(step.branches) for step in steps) + len(breaks)
    if bits > MOST_BITS:
        problems.append(Problem("funnel.too-many", "steps", {"n": bits, "most": MOST_BITS}))
    if problems:
        raise PolkuError(problems)
    return Counting(
        order="unordered" if asked.preset == "presence" else asked.order,
        entries=asked.entries,
        window=None
        if asked.preset in ("presence", "ordered")
        else _micros(window_of(scene, asked)),
        least=least,
        most=most,
        pause_minutes=asked.pause if asked.session else None,
        breaks=tuple(breaks),
        window_funnel=_MODES.get(asked.preset),
        only_period=asked.preset != "own",
        followed=asked.followed,
    )


def _together(asked: FunnelAsked, steps: tuple[FunnelStep, ...]) -> list[Problem]:
    optional = any(step.optional for step in steps)
    own = asked.preset == "own"
    clashes = [("preset", name) for name in _own_rules(asked) if not own]
    if asked.preset in _MODES and asked.by_value == "entry":
        clashes.append(("preset", "by_value=entry"))
    if asked.order == "strict" and optional:
        clashes.append(("order=strict", "A?"))
    if asked.order == "unordered" or asked.preset == "presence":
        clashes += [("order=unordered", "A?")] if optional else []
        gaps = [name for name in ("step_within", "step_after") if getattr(asked, name) and own]
        clashes += [("order=unordered", name) for name in gaps]
        clashes += [("order=unordered", "entries=every")] if asked.entries == "every" else []
    if asked.preset in _MODES and optional:
        clashes.append(("preset", "A?"))
    return [Problem("funnel.not-together", one, {"one": one, "other": two}) for one, two in clashes]


def _own_rules(asked: FunnelAsked) -> list[str]:
    """The rules that were chosen one by one, which a preset decides by itself."""
    names = ("order", "step_within", "step_after", "entries", "session", "without", "followed")
    usual = FunnelAsked.model_fields
    return [name for name in names if getattr(asked, name) != usual[name].default]


def _spread(given: tuple[str, ...], arrows: int) -> tuple[int | None, ...]:
    times = tuple(_micros(each) for each in given)
    if all(each is None for each in times):
        return ()
    if len(times) == 1:
        return times * arrows
    return times if len(times) == arrows else ()


def _micros(text: str) -> int | None:
    return None if text == NONE else Duration(text).microseconds
