"""What publishing a draft would do: the engine's own answer, before anything is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from polku.care.counts import Counts
from polku.care.drafts import problems_of
from polku.care.dry_policy import held_back, judged, let_through
from polku.care.forecast import Forecast, forecast
from polku.care.standing import standing
from polku.care.steps import MESSAGES
from polku.care.texts import compiled, parsed, parsed_or_none
from polku.care.workplace import Workplace
from polku.engine.programme import LiveProgramme
from polku.errors import Language, Problem
from polku.programmes.actions import CompiledProgramme, EffectAction
from polku.programmes.entry import AudienceEntry, ScheduleEntry
from polku.programmes.outline import outline
from polku.programmes.validate.senders import SENDING
from polku.store.micros import to_micros
from polku.table import iso

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SECOND = 1_000_000
MANY = 1_000  # messages and tasks in the first day: then their number must be typed


@dataclass(frozen=True)
class Expected:
    """Messages to people, and tasks to ours, within a day and a week of publishing."""

    day: int
    week: int
    tasks_day: int
    tasks_week: int

    @property
    def first_day(self) -> int:
        """All that goes out, to whomever, in the first day."""
        return self.day + self.tasks_day


def publish_plan(at: Workplace, counts: Counts, key: str, language: Language) -> dict[str, Any]:
    """As `GET /api/programmes/{key}/publishing` gives it. Raises NotFound."""
    at.bring()
    definition = at.get(key)
    problems = problems_of(at, definition.body)
    if parsed_or_none(definition.body) is None:
        return _nothing(at, problems, language)
    run = compiled(definition.body, next_version(at, key))
    soon = entering(at, run, also_now=True)
    forward = expected(at, run, also_now=False)
    both = expected(at, run, also_now=True)
    now = soon.entries.upto(to_micros(at.now()) + SECOND)
    examples = np.unique(now.person)[:5]
    messages = [each for each in soon.messages.list() if is_message(run, each.node)]
    verdicts = judged(at, run, messages, lasting=True)
    return {
        "problems": [problem.as_dict(language) for problem in problems],
        "shadow_may": _shadow_may(problems),
        "enters_now": len(now.person),
        "examples": people_named(at, examples.tolist()),
        "inside": inside_groups(at, counts, key, run),
        "expected": asdict(forward),
        "expected_also_now": asdict(both),
        "held": held_back(verdicts),
        "let_through": let_through(verdicts, messages, at.naive_now() + DAY),
        "needs_typing": forward.first_day > MANY,
        "as_of": iso(at.now().replace(microsecond=0)),
    }


def next_version(at: Workplace, key: str) -> int:
    """The number that publishing would give."""
    versions = at.control.definitions.versions("programme", key)
    return versions[0].version + 1 if versions else 1


def entering(at: Workplace, run: CompiledProgramme, *, also_now: bool) -> Forecast:
    """Who would come in at publishing now, and what would be sent to them within a week."""
    now = at.naive_now()
    again = standing(at.get(run.key)).version is not None
    begins = now + timedelta(microseconds=1) if again else now  # as `publish` has it
    new = LiveProgramme(run, begins, also_now=also_now)
    return forecast(at, [new], now + WEEK, carry=True)


def expected(at: Workplace, run: CompiledProgramme, *, also_now: bool) -> Expected:
    """What goes out within a day and within a week: to those who come in at publishing, and to those who keep
    coming as they did in the last days (the same engine over the last days, as if it had been live then)."""
    soon = entering(at, run, also_now=also_now)
    until = to_micros(at.naive_now()) + DAY // timedelta(microseconds=1)
    found = Counter(_sorts(run, soon.messages.by_node(until), "day"))
    found.update(_sorts(run, soon.messages.by_node(), "week"))
    if not isinstance(run.entry, (AudienceEntry, ScheduleEntry)):  # their rounds are known already
        for span, name in ((DAY, "day"), (WEEK, "week")):
            past = [LiveProgramme(run, at.naive_now() - span)]
            lately = forecast(at, past, at.naive_now(), carry=False)
            found.update(_sorts(run, lately.messages.by_node(), name))
    return Expected(found["day"], found["week"], found["tasks_day"], found["tasks_week"])


def _sorts(run: CompiledProgramme, nodes: Counter[str], span: str) -> Counter[str]:
    """How many of what went out are messages (`span`) and how many tasks ("tasks_" and `span`)."""
    kinds = {each.key: each.kind for each in run.actions if isinstance(each, EffectAction)}
    found: Counter[str] = Counter()
    for node, number in nodes.items():
        kind = kinds.get(node)
        if kind in MESSAGES:
            found[span] += number
        elif kind == "task":
            found[f"tasks_{span}"] += number
    return found


def is_message(run: CompiledProgramme, node: str) -> bool:
    """Whether a step reaches a person."""
    return any(
        isinstance(action, EffectAction) and action.key == node and action.kind in MESSAGES
        for action in run.actions
    )


def inside_groups(
    at: Workplace, counts: Counts, key: str, run: CompiledProgramme
) -> list[dict[str, Any]]:
    """Those inside by the step they wait at, and where `move` would take them."""
    keys = {action.key for action in run.actions}
    words: dict[str, dict[str, str]] = {}
    definition = at.get(key)
    for number in standing(definition).versions:
        body = at.control.definitions.version("programme", key, number).body
        words |= {node.key: node.words.both() for node in outline(parsed(body).programme)}
    groups: Counter[str] = Counter()
    for (_, node), people in counts.of(key).inside.items():
        groups[node] += people
    return [
        {
            "node": node,
            "words": words.get(node, {"fi": node, "en": node}),
            "people": people,
            "new_node": node if node in keys else None,
        }
        for node, people in sorted(groups.items())
        if people
    ]


def people_named(at: Workplace, people: list[int]) -> list[dict[str, Any]]:
    """People by number, id and name."""
    if not people:
        return []
    asked = np.array(people, np.int64)
    ids, names = at.control.identities.labels(asked), at.control.traits.names(asked)
    return [
        {"person": str(person), "id": label, "name": name}
        for person, label, name in zip(people, ids, names, strict=True)
    ]


def _shadow_may(problems: list[Problem]) -> bool:
    """Whether what blocks publishing is only about sending."""
    return all(each.level != "error" or each.code in SENDING for each in problems)


def _nothing(at: Workplace, problems: list[Problem], language: Language) -> dict[str, Any]:
    none = asdict(Expected(0, 0, 0, 0))
    return {
        "problems": [problem.as_dict(language) for problem in problems],
        "shadow_may": _shadow_may(problems),
        "enters_now": 0,
        "examples": [],
        "inside": [],
        "expected": none,
        "expected_also_now": none,
        "held": {},
        "let_through": {"day": 0, "week": 0},
        "needs_typing": False,
        "as_of": iso(at.now().replace(microsecond=0)),
    }
