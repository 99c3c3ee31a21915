"""Where a property of an event is found: a column, or a place in the JSON.

`revenue` (in major units: 12.50), `currency`, `channel` and `source` are columns of the event.
Any other name is a path into its properties: "total", "products.0.sku" (digits count from 0).
"""

from __future__ import annotations

import json
import re
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from polku.conditions.base import Boolean, Codes, EventFacts
from polku.conditions.where import NUMBER, Comparison, Test

if TYPE_CHECKING:
    from ibis import Table

COLUMNS = ("revenue", "currency", "channel", "source")

JSON_TEXT = {
    "duckdb": "json_extract_string",
    "clickhouse": "JSON_VALUE",
    "pyspark": "get_json_object",
}
"""The one place where engines differ: (JSON text, JSONPath) → text of what is there, or NULL."""

_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
SCALES = dict.fromkeys(_WHOLE.split(), 1) | dict.fromkeys(_THOUSANDTHS.split(), 1000)
"""Currency → minor units in one major unit, for those of ISO 4217 where it is not 100."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNFIT = re.compile('["\\\\\0\ud800-\udfff]')
_PLACE_DIGITS = 9


def check_property(name: str, test: Test) -> None:
    """Raises `condition.bad-property` (name) or `condition.not-a-number` (name, text)."""
    if not is_property(name):
        raise PydanticCustomError("condition.bad-property", "not a name: {name}", {"name": name})
    for one in test.any_of:
        if name == "revenue" and isinstance(one.operand, str):
            raise PydanticCustomError(
                "condition.not-a-number",
                "{name} is a number",
                {"name": name, "text": one.operand},
            )


def is_property(name: str) -> bool:
    """Whether every engine finds a property of this name, or nothing: a JSONPath holds no quotes, no zero byte,
    no empty step, no step `*` (which would mean all), and no place beyond any list."""
    steps = name.split(".")
    return not _UNFIT.search(name) and all(
        step and step != "*" and not (step.isdecimal() and len(step) > _PLACE_DIGITS)
        for step in steps
    )


def json_path(name: str) -> str:
    """ "products.0.sku" → "$.products[0].sku"."""
    steps = []
    for part in name.split("."):
        if part.isdecimal():
            steps.append(f"[{int(part)}]")
        else:
            steps.append(f".{part}" if _PLAIN.fullmatch(part) else f'."{part}"')
    return "$" + "".join(steps)


def text_of(event: EventFacts, name: str) -> str | None:
    """The property as text, as the engines see it; None when it is missing."""
    if name == "revenue":
        return None if event.revenue is None else repr(event.revenue / scale(event.currency))
    if name in COLUMNS:
        value: str | None = getattr(event, name)
        return value
    return property_text(event, name)


def property_text(event: EventFacts, name: str) -> str | None:
    """What stands at that place of the properties, as text, also when a column has the same name."""
    found: Any = event.properties
    for part in name.split("."):
        if part.isdecimal() and isinstance(found, list) and int(part) < len(found):
            found = found[int(part)]
        elif not part.isdecimal() and isinstance(found, dict) and part in found:
            found = found[part]
        else:
            return None
    if found is None or isinstance(found, str):
        return found
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def expression(events: Table, name: str, test: Test, codes: Codes, engine: str) -> Boolean:
    """The test as one boolean that is never NULL."""
    if name in ("channel", "source"):  # coded: the words are tested here, the codes there
        column = events[name]
        known = [code for word, code in codes.get(name, {}).items() if test.holds(word)]
        passes = column.isin(known).fill_null(False)
        return passes | column.isnull() if test.holds(None) else passes
    if name == "revenue":
        return number_test(events.revenue.cast("float64") / _scale(events), test)
    if name == "currency":
        return text_test(events.currency, test)
    return text_test(property_column(events, name, engine), test)


def property_column(events: Table, name: str, engine: str) -> Any:
    """The text that stands at that place of the properties, or NULL."""
    return _json_text(engine)(events.properties, json_path(name))


def text_test(text: Any, test: Test) -> Boolean:
    """The test of a column of texts as one boolean that is never NULL."""
    number = text.re_search(f"^{NUMBER}$").ifelse(text, None).try_cast("float64")
    return _any(
        test,
        lambda one: _text(text, one) if isinstance(one.operand, str) else _number(number, one),
        text.isnull(),
    )


def number_test(number: Any, test: Test) -> Boolean:
    """The test of a column of numbers as one boolean that is never NULL."""
    return _any(test, lambda one: _number(number, one), number.isnull())


def _any(test: Test, compare: Any, missing: Any) -> Any:
    return reduce(or_, (_one(comparison, compare, missing) for comparison in test.any_of))


def _one(comparison: Comparison, compare: Any, missing: Any) -> Any:
    if comparison.operand is None:
        return missing if comparison.operator == "=" else ~missing
    if comparison.operator == "!=":
        return ~compare(Comparison("=", comparison.operand)).fill_null(False)
    return compare(comparison).fill_null(False)


def _text(text: Any, comparison: Comparison) -> Any:
    if comparison.operator == "contains":
        return text.contains(comparison.operand)
    return text == comparison.operand


def _number(number: Any, comparison: Comparison) -> Any:
    limit: Any = comparison.operand
    return {
        "=": number == limit,
        ">": number > limit,
        ">=": number >= limit,
        "<": number < limit,
        "<=": number <= limit,
    }[comparison.operator]


@cache
def _json_text(engine: str) -> Any:
    import ibis

    named: Any = ibis.udf.scalar.builtin(name=JSON_TEXT[engine])

    def property_text(properties: str, path: str) -> str:
        raise NotImplementedError  # the engine's own function stands here

    return named(property_text)


def scale(currency: str | None) -> int:
    """Minor units in one major unit of the currency: 100 unless it has other decimals."""
    return SCALES.get(currency or "", 100)


def _scale(events: Table) -> Any:
    import ibis

    by_scale: dict[int, list[str]] = {}
    for code, minor in SCALES.items():
        by_scale.setdefault(minor, []).append(code)
    return ibis.cases(
        *((events.currency.isin(codes), minor) for minor, codes in sorted(by_scale.items())),
        else_=100,
    ).cast("float64")
