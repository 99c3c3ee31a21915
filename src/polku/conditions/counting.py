"""How many times: the tests of a count, and how they read."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.conditions.where import Test, parse_test
from polku.errors import Language

_WORDS: dict[str, dict[Language, str]] = {
    "=": {"fi": "tasan {n}", "en": "exactly {n}"},
    "!=": {"fi": "muu määrä kuin {n}", "en": "any number but {n}"},
    ">": {"fi": "yli {n}", "en": "more than {n}"},
    ">=": {"fi": "vähintään {n}", "en": "at least {n}"},
    "<": {"fi": "alle {n}", "en": "fewer than {n}"},
    "<=": {"fi": "enintään {n}", "en": "at most {n}"},
}


def _numeric(raw: Any, code: str) -> Any:
    bad = PydanticCustomError(code, "not a test of a number: {text}", {"text": str(raw)})
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str, list, tuple)):
        raise bad
    if isinstance(raw, str) and raw.replace(".", "", 1).isdecimal():
        raw = f"={raw}"  # a number in quotes is a number here
    try:
        test = parse_test(raw)
    except PydanticCustomError:
        raise bad from None
    if not all(isinstance(one.operand, float) for one in test.any_of):
        raise bad
    return raw


def _count(raw: Any) -> Any:
    raw = _numeric(raw, "condition.bad-count")
    if any(one.operand < 0 or one.operand % 1 for one in parse_test(raw).any_of):  # type: ignore[operator]
        raise PydanticCustomError(
            "condition.bad-count", "not a test of a number: {text}", {"text": str(raw)}
        )
    return raw


_SCHEMA = WithJsonSchema(
    {"anyOf": [{"type": ["string", "number"]}, {"type": "array", "minItems": 1}]}
)
CountTest = Annotated[Any, BeforeValidator(_count), _SCHEMA]
"""">=2", "=0", 3, or a list of such."""

NumberTest = Annotated[
    Any, BeforeValidator(lambda raw: _numeric(raw, "condition.bad-number")), _SCHEMA
]
"""">=9", 7.5, or a list of such."""


def at_zero(test: Test) -> bool:
    """Whether none at all passes."""
    return test.holds("0")


def never(test: Test) -> bool:
    """Whether only none at all passes: "=0", "<1"."""
    return test.holds("0") and not any(test.holds(str(n)) for n in (1, 2, 10**6))


def count_words(test: Test, language: Language) -> str:
    """ "vähintään 2", "at least 2"."""
    return (" tai " if language == "fi" else " or ").join(
        _WORDS[one.operator][language].format(n=f"{one.operand:g}") for one in test.any_of
    )


def times(n: int | str, language: Language) -> str:
    """ "1 kerran", "3 kertaa"; "once", "3 times"."""
    if language == "fi":
        return "kerran" if n == 1 else f"{n} kertaa"
    return "once" if n == 1 else f"{n} times"
