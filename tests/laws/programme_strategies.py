"""Random programmes, for the laws of programmes and of the engine."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from polku.programmes.model import Programme

EVENTS = ("Order Completed", "Page Viewed", "Form Submitted", "Trial Started")
STAGES = ("lead", "customer", "left")
TRAITS = ("plan", "trial_ends")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

events = st.sampled_from(EVENTS)
lengths = st.sampled_from(["30min", "1h", "12h", "1d", "2d", "1w"])
clocks = st.sampled_from(["00:00", "06:00", "09:30", "16:00", "22:00"])


@cache  # a strategy is made once, not for each example
def event_conditions(times: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """`event` with a test of a property now and then, and a count."""
    with_test = st.fixed_dictionaries(
        {"event": events},
        optional={"where": st.sampled_from([{"total": ">50"}, {"plan": "pro"}, {"x": None}])},
    )
    counted = st.fixed_dictionaries(
        {"event": events, "times": st.integers(2, 3)}, optional={"within": lengths}
    )
    return with_test | counted if times else with_test


@cache
def person_conditions(deep: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """What branches and entries ask: of events, stage and traits; nested."""
    leaf = st.one_of(
        st.fixed_dictionaries(
            {"did": events},
            optional={
                "count": st.sampled_from([">=1", ">=2", "=0", "<=1"]),
                "within": lengths,
            },
        ),
        st.fixed_dictionaries({"stage": st.sampled_from(STAGES)}, optional={"since": lengths}),
        st.fixed_dictionaries({"trait": st.just("plan"), "is": st.sampled_from(["pro", None])}),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"not": inner}),
        ),
        max_leaves=deep,
    )


@st.composite
def windows(draw: st.DrawFn) -> dict[str, Any]:
    """Some days, some hours; now and then over midnight."""
    start, end = draw(st.lists(clocks, min_size=2, max_size=2, unique=True))
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True))
    return {"window": {"days": days, "from": start, "to": end}}


@cache
def dates() -> st.SearchStrategy[dict[str, Any]]:
    """A date in a trait, with or without an offset."""
    return st.fixed_dictionaries(
        {"date": st.just("trial_ends")}, optional={"offset": st.sampled_from(["-3d", "2d", "-1h"])}
    )


EFFECTS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"send": {"email": {"subject": "Moi", "body": "Hei"}}},
        {"send": {"sms": {"text": "Moi"}, "intent": "greeting", "intent_days": 30}},
        {"set": {"interest": "guide", "old": None}},
        {"task": {"title": "Soita", "respond_within": "4h"}},
        {"survey": {"kind": "nps", "survey": "after", "question": "Miten meni?"}},
        {"offer": {"offer": "spring", "email": {"subject": "Tarjous", "body": "Hinta"}}},
        {"webhook": {"url": "https://example.com/hook", "body": {"a": [1, None]}}},
    ]
)


@st.composite
def weights(draw: st.DrawFn) -> list[int]:
    """Positive whole numbers that sum to 100."""
    cuts = draw(st.lists(st.integers(1, 99), min_size=1, max_size=3, unique=True))
    edges = [0, *sorted(cuts), 100]
    return [high - low for low, high in pairwise(edges)]


@cache
def steps(deep: int = 2, effects: bool = True) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A list of steps; branches, splits and event waits nest `deep` levels."""
    plain = st.one_of(
        st.builds(lambda length: {"wait": length}, lengths),
        st.builds(lambda window: {"wait": window}, windows()),
        st.builds(lambda date: {"wait": date}, dates()),
        EFFECTS if effects else EFFECTS.filter(lambda step: "send" in step),
        st.just({"end": None}),
    )
    if deep == 0:
        return st.lists(plain, max_size=2)
    inner = steps(deep - 1, effects)
    return st.lists(st.one_of(plain, plain, _parting(inner)), max_size=3 if deep == 1 else 4)


def _parting(inner: st.SearchStrategy[list[dict[str, Any]]]) -> st.SearchStrategy[dict[str, Any]]:
    arm = st.fixed_dictionaries({"if": person_conditions(), "steps": inner})
    otherwise = st.builds(lambda steps: [{"else": steps}], inner) | st.just([])
    branch = st.builds(
        lambda arms, last: {"branch": [*arms, *last]},
        st.lists(arm, min_size=1, max_size=2),
        otherwise,
    )
    event_wait = st.builds(
        lambda event, most, then, else_: {
            "wait": {**event, "at_most": most, "then": then, "else": else_}
        },
        event_conditions(times=False),
        lengths,
        inner,
        inner,
    )
    split = weights().flatmap(
        lambda each: st.builds(
            lambda *lists: {
                "split": [
                    {"weight": weight, "steps": part}
                    for weight, part in zip(each, lists, strict=True)
                ]
            },
            *([inner] * len(each)),
        )
    )
    return st.one_of(branch, event_wait, split)


@cache
def entries(deep: int = 1) -> st.SearchStrategy[dict[str, Any]]:
    """By an event, a stage, a segment, a schedule, or once."""
    condition = {"if": person_conditions(deep)}
    segment = st.just("quiet")
    weekly = st.fixed_dictionaries({"every": st.just("week"), "on": st.sampled_from(DAYS)})
    daily = st.fixed_dictionaries({"every": st.just("day"), "at": clocks})
    return st.one_of(
        event_entries(),
        stage_entries(),
        st.fixed_dictionaries(
            {"segment": segment},
            optional={
                **condition,
                "on": st.sampled_from(["entered", "left"]),
                "every": st.just("6h"),
            },
        ),
        st.fixed_dictionaries(
            {"schedule": weekly | daily}, optional={**condition, "segment": segment}
        ),
        st.fixed_dictionaries({"audience": st.fixed_dictionaries(condition)}),
        st.fixed_dictionaries({"audience": st.fixed_dictionaries({"segment": segment})}),
    )


@cache
def event_entries() -> st.SearchStrategy[dict[str, Any]]:
    """By an event, now and then with a condition."""
    asked = st.just({}) | st.builds(lambda each: {"if": each}, person_conditions(1))
    return st.builds(lambda event, more: {**event, **more}, event_conditions(times=False), asked)


@cache
def stage_entries() -> st.SearchStrategy[dict[str, Any]]:
    """By coming to a stage, now and then with a condition."""
    return st.fixed_dictionaries(
        {"stage": st.sampled_from(STAGES)}, optional={"if": person_conditions(1)}
    )


triggers = event_conditions(times=False) | st.builds(
    lambda key: {"stage": key}, st.sampled_from(STAGES)
)
goals = st.builds(
    lambda trigger, within: {**trigger, **within},
    triggers,
    st.just({}) | st.builds(lambda length: {"within": length}, lengths),
)
reentries = st.sampled_from(["never", "always", {"after": "3d"}, {"after": "1h"}])


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    entry: st.SearchStrategy[dict[str, Any]] | None = None,
    deep: int = 2,
    effects: bool = True,
    key: str = "welcome",
) -> dict[str, Any]:
    """A programme as a document of the right form. `entry`: only entries of this kind."""
    made: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {
                "key": st.just(key),
                "name": st.just({"fi": "Tervetulosarja", "en": "Welcome series"}),
                "stage": st.just("lead"),
                "entry": entry if entry is not None else entries(),
                "steps": steps(deep, effects),
            },
            optional={
                "reentry": reentries,
                "goal": goals,
                "exits": st.lists(triggers, max_size=2),
                "holdout": st.sampled_from([0, 10, 50]),
                "priority": st.integers(0, 100),
                "purpose": st.sampled_from(["marketing", "service", "newsletter"]),
            },
        )
    )
    return keyed(made, draw(st.sampled_from(["wait-1", "send-1", "wait-2", "first"])))


def keyed(document: dict[str, Any], key: str) -> dict[str, Any]:
    """The document with a key written out for its first step: one that could have been filled in."""
    steps = document["steps"]
    if not steps:
        return document
    return {**document, "steps": [{"key": key, **steps[0]}, *steps[1:]]}


def programmes(**options: Any) -> st.SearchStrategy[Programme]:
    """Programmes free of errors of form; see `documents` for the options."""
    return documents(**options).map(Programme.model_validate)
