"""Steps as they are written.

    Page Viewed                          an event
    Page Viewed[path=/price]             … whose property is that
    Order Completed[total>=50, device=mobile|tablet]   … tests parted by commas; any of the values
    Product Viewed|Article Read          one of these
    Form Started?                        may happen, need not
    "Really?"[answer="a, b"]             quotes keep signs as they are; "" inside them is one "

A test is a property, one of = != > >= < <= ~ (contains), and a value; `null` is "missing". Steps in one text are
parted by > between spaces: "Page Viewed > Order Completed".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from polku.conditions.event import EventCondition
from polku.errors import Language, PolkuError, Problem

MOST = 20
SIGN = re.compile(r"!=|>=|<=|=|>|<|~")
_QUOTED = r'"(?:[^"]|"")*"'
_COMPARISON = re.compile(r"\s*(!=|>=|<=|>|<|=|contains\s)")
_OR: dict[Language, str] = {"fi": " tai ", "en": " or "}


@dataclass(frozen=True)
class FunnelStep:
    """One of `branches`; an optional one takes nobody away."""

    branches: tuple[EventCondition, ...]
    optional: bool = False

    def words(self, language: Language) -> str:
        """ "Page Viewed", "Product Viewed or Article Read"."""
        return _OR[language].join(branch_words(each, language) for each in self.branches)


def branch_words(branch: EventCondition, language: Language) -> str:
    """The event and its tests, without quotes where there is no test."""
    return branch.named(language) if branch.where else branch.event


def parse_steps(written: Sequence[str]) -> tuple[FunnelStep, ...]:
    """The steps of a funnel. Raises PolkuError with everything that is wrong, at once."""
    texts = [part for text in written for part in _split(text)]
    problems: list[Problem] = []
    steps = []
    for place, text in enumerate(texts, 1):
        try:
            steps.append(parse_step(text))
        except PolkuError as error:
            problems += [Problem(p.code, f"steps {place}", p.params) for p in error.problems]
    if not 2 <= len(texts) <= MOST:
        problems.append(Problem("funnel.how-many", "steps", {"n": len(texts), "most": MOST}))
    elif not problems and (steps[0].optional or steps[-1].optional):
        problems.append(Problem("funnel.optional-end", "steps"))
    if problems:
        raise PolkuError(problems)
    return tuple(steps)


def parse_step(text: str) -> FunnelStep:
    """One step. Raises PolkuError."""
    body = text.strip()
    optional = body.endswith("?")
    parts = _outside(body.removesuffix("?"), "|")
    return FunnelStep(tuple(_branch(part, text) for part in parts), optional)


def _split(text: str) -> Iterator[str]:
    """Steps in one text are parted by " > "."""
    for part in _outside(text, ">", spaced=True):
        yield part.strip()


def _outside(text: str, sign: str, *, spaced: bool = False) -> list[str]:
    """Split at the sign where it stands neither in quotes nor in brackets."""
    parts, quoted, depth = [""], False, 0
    for place, letter in enumerate(text):
        quoted ^= letter == '"'
        if not quoted:
            depth += (letter == "[") - (letter == "]")
            around = text[place - 1 : place] + text[place + 1 : place + 2]
            if letter == sign and depth == 0 and (not spaced or around == "  "):
                parts.append("")
                continue
        parts[-1] += letter
    return parts


def _branch(part: str, text: str) -> EventCondition:
    found = re.fullmatch(rf'\s*({_QUOTED}|[^\[\]"]+?)\s*(?:\[(.*)\])?\s*', part, re.DOTALL)
    if found is None or not _plain(found[1]):
        raise PolkuError(Problem("funnel.bad-step", "", {"text": text}))
    tests: dict[str, object] = {}
    for written in _outside(found[2], ",") if found[2] else ():
        name, test = _test(written, text)
        if name in tests:
            raise PolkuError(Problem("funnel.twice", "", {"text": text, "name": name}))
        tests[name] = test
    try:
        return EventCondition.model_validate({"event": _plain(found[1]), "where": tests})
    except ValidationError as error:
        found_wrong = [
            _of_condition(each["type"], each.get("ctx", {}), text) for each in error.errors()
        ]
        raise PolkuError(found_wrong) from None


def _of_condition(kind: str, context: dict[str, object], text: str) -> Problem:
    """A problem of a test, as the journey document would tell it."""
    if kind.startswith("condition."):
        return Problem(kind, "", context)
    return Problem("funnel.bad-step", "", {"text": text})


def _test(written: str, text: str) -> tuple[str, object]:
    name = re.match(rf"\s*({_QUOTED}|[^=!<>~\"]+?)\s*(?=[=!<>~])", written)
    sign = SIGN.match(written, name.end()) if name else None
    if name is None or sign is None:
        raise PolkuError(Problem("funnel.bad-test", "", {"text": text, "test": written.strip()}))
    values = [value.strip() for value in _outside(written[sign.end() :], "|")]
    if not all(values):
        raise PolkuError(Problem("funnel.bad-test", "", {"text": text, "test": written.strip()}))
    tests = [_raw(sign[0], value) for value in values]
    return _plain(name[1]), tests[0] if len(tests) == 1 else tests


def _raw(sign: str, value: str) -> str:
    """The test as `where` of the journey document writes it."""
    plain = _plain(value)
    if sign == "~":
        return f"contains {plain}"
    if sign == "=" and value.startswith('"') and not _COMPARISON.match(plain):
        return plain  # a quoted value is a text, also when it is a number
    return f"{sign}{plain}"


def _plain(text: str) -> str:
    text = text.strip()
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text
