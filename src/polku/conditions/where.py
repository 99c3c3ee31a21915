"""One test of one property of an event, as `where` writes it.

card            equals, as text            50          equals, as a number (also "50.0")
">50" ">=" "<"  compares numbers           "!=card"    is something else, or missing
"contains x"    has the text in it         [a, b]      any of these
true / false    equals                     null        is missing; "!=null" is there
"=>50"          the text or number after the first "=", when a text begins like a comparison
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import PydanticCustomError

from polku.errors import Language

Operator = Literal["=", "!=", ">", ">=", "<", "<=", "contains"]
Operand = str | float | None

NUMBER = r"[+-]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?"
"""Texts that are numbers, in every engine alike: no NaN, no infinity, nothing that overflows."""

_NUMBER = re.compile(NUMBER)
_COMPARISON = re.compile(r"\s*(!=|>=|<=|>|<|=|contains\s)\s*(.*?)\s*", re.DOTALL)

_WORDS: dict[str, dict[Language, str]] = {
    "=": {"fi": "on {x}", "en": "is {x}"},
    "!=": {"fi": "on muu kuin {x}", "en": "is not {x}"},
    ">": {"fi": "on yli {x}", "en": "is over {x}"},
    ">=": {"fi": "on vähintään {x}", "en": "is at least {x}"},
    "<": {"fi": "on alle {x}", "en": "is under {x}"},
    "<=": {"fi": "on enintään {x}", "en": "is at most {x}"},
    "contains": {"fi": "sisältää tekstin {x}", "en": "contains {x}"},
}
_MISSING: dict[str, dict[Language, str]] = {
    "=": {"fi": "puuttuu", "en": "is missing"},
    "!=": {"fi": "on annettu", "en": "is given"},
}
_OR: dict[Language, str] = {"fi": " tai ", "en": " or "}


@dataclass(frozen=True)
class Comparison:
    """`operator` and what to compare with: a text, a finite number, or None for "missing"."""

    operator: Operator
    operand: Operand

    def holds(self, value: str | None) -> bool:
        """Whether a property whose text is `value` (None when missing) passes."""
        if self.operand is None:
            return (value is None) == (self.operator == "=")
        if self.operator == "!=":
            return not Comparison("=", self.operand).holds(value)
        if value is None:
            return False
        if isinstance(self.operand, str):
            return self.operand in value if self.operator == "contains" else value == self.operand
        return _compare(self.operator, as_number(value), self.operand)

    def words(self, language: Language) -> str:
        """ "on yli 50", "is over 50"."""
        if self.operand is None:
            return _MISSING[self.operator][language]
        return _WORDS[self.operator][language].format(x=_shown(self.operand, language))


@dataclass(frozen=True)
class Test:
    """Any of its comparisons holds."""

    __test__ = False  # not pytest's

    any_of: tuple[Comparison, ...]

    def holds(self, value: str | None) -> bool:
        """Whether a property whose text is `value` (None when missing) passes."""
        return any(comparison.holds(value) for comparison in self.any_of)

    def words(self, language: Language) -> str:
        """The test as the end of a sentence: "on yli 50", "is a or is b"."""
        return _OR[language].join(comparison.words(language) for comparison in self.any_of)


def parse_test(raw: Any) -> Test:
    """The test that a value under `where` means. Raises the problem `condition.bad-test` (text)."""
    if isinstance(raw, (list, tuple)):
        if not raw:
            raise _bad(raw)
        return Test(tuple(_comparison(item) for item in raw))
    return Test((_comparison(raw),))


def as_number(text: str) -> float:
    """The number a text writes, or NaN. The same texts are numbers in every engine."""
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def _comparison(raw: Any) -> Comparison:
    if raw is None:
        return Comparison("=", None)
    if isinstance(raw, bool):
        return Comparison("=", "true" if raw else "false")
    if isinstance(raw, (int, float)):
        if not math.isfinite(raw):
            raise _bad(raw)
        return Comparison("=", float(raw))
    if not isinstance(raw, str):
        raise _bad(raw)
    match = _COMPARISON.fullmatch(raw)
    if match is None:
        return Comparison("=", raw)
    operator: Any = match[1].strip()
    operand: Operand = match[2]
    if not operand:
        raise _bad(raw)
    if operator != "contains":
        if match[2] == "null" and operator in ("=", "!="):
            operand = None
        elif math.isfinite(number := as_number(match[2])):
            operand = number
        elif operator not in ("=", "!="):
            raise _bad(raw)
    return Comparison(operator, operand)


def _compare(operator: str, left: float, right: float) -> bool:
    if math.isnan(left):
        return False
    return {
        "=": left == right,
        ">": left > right,
        ">=": left >= right,
        "<": left < right,
        "<=": left <= right,
    }[operator]


def _shown(operand: str | float, language: Language) -> str:
    if isinstance(operand, str):
        return f'"{operand}"'
    text = f"{operand:.15g}"
    return text.replace(".", ",") if language == "fi" else text


def _bad(raw: Any) -> PydanticCustomError:
    return PydanticCustomError("condition.bad-test", "not a test: {text}", {"text": str(raw)})
