"""What Ibis writes for ClickHouse, changed where the answer would not be that of the other engines."""

from __future__ import annotations

import re
from typing import Any

import sqlglot
from sqlglot import expressions as e

RENAMED = {
    "uniqif": "uniqExactIf",  # an estimate is no count
}
WHOLE = {
    e.ApproxDistinct: "uniqExact",
    e.Lower: "lowerUTF8",  # of bytes, Ä would stay as it is
    e.Substring: "substringUTF8",  # and a letter could be cut in two
}
NEIGHBOURS = ("leadinframe", "laginframe")
_STEP = re.compile(r'\.(\w+)|\."([^"]+)"|\[(\d+)\]')


def rewritten(sql: str) -> str:
    """The same question: exact counts of different values, seconds with fractions, letters and not bytes; NULL where no
    row comes next (not 0), for NULL in a list (not false), and for what JSON does not say (not ""); numbers of JSON as
    they were sent."""
    tree = sqlglot.parse_one(sql, read="clickhouse")
    for node in reversed(list(tree.walk())):  # what stands inside is changed first
        if (changed := _changed(node)) is not node:
            node.replace(changed)
    return str(tree.sql(dialect="clickhouse"))


def _changed(node: Any) -> Any:
    if type(node) in WHOLE:
        return _call(
            WHOLE[type(node)], *filter(None, map(node.args.get, ("this", "start", "length")))
        )
    if isinstance(node, e.Anonymous | e.AnonymousAggFunc):
        return _called(node, str(node.this).lower())
    if isinstance(node, e.Cast) and isinstance(node.this, e.Floor) and node.is_type("bigint"):
        # ClickHouse also casts what it has computed for NULL, where there may be no number.
        return _call("accurateCastOrNull", node.this, e.Literal.string("Int64"))
    if isinstance(node, e.In) and node.expressions and _is_a_value(node):
        missing = e.If(this=_call("isNull", node.this.copy()), true=e.null())
        return e.Case(ifs=[missing], default=node.copy())
    return node


def _called(node: Any, name: str) -> Any:
    if name in RENAMED:
        return _call(RENAMED[name], *node.expressions)
    if name == "json_value":
        return _json_text(*node.expressions)
    if (
        name == "torelativesecondnum"
    ):  # whole seconds in 32 bits; DuckDB has fractions, and no end in 2106
        return _call(
            "divide",
            _call("toUnixTimestamp64Micro", *node.expressions),
            e.Literal.number(1_000_000),
        )
    if name in NEIGHBOURS:
        first, *rest = node.expressions
        return _call(node.this, _call("toNullable", first), *rest)
    return node


def _json_text(text: Any, path: Any) -> Any:
    """What is not there and a JSON null are NULL: of a column that may be NULL, JSON_VALUE says "" for both. 25.0 is
    "25.0", as it was sent: JSON_VALUE writes it like 25."""
    text = _call("ifNull", text, e.Literal.string(""))
    null = e.EQ(this=_call("JSON_QUERY", text, path), expression=e.Literal.string("[null]"))
    value = _call("JSON_VALUE", text, path)
    digits = _call("match", value, e.Literal.string("^-?[0-9]+$"))
    double = e.EQ(
        this=_call("JSONType", text, *_steps(str(path.this))), expression=e.Literal.string("Double")
    )
    return e.Case(
        ifs=[
            e.If(this=null, true=e.null()),
            e.If(
                this=e.And(this=digits, expression=double),
                true=_call("concat", value, e.Literal.string(".0")),
            ),
        ],
        default=value,
    )


def _steps(path: str) -> list[Any]:
    """ "$.products[0].sku" → 'products', 1, 'sku': JSONType counts from 1."""
    return [
        e.Literal.number(int(place) + 1) if place else e.Literal.string(plain or quoted)
        for plain, quoted, place in _STEP.findall(path)
    ]


def _is_a_value(node: Any) -> bool:
    """Whether it matters that the test is NULL: where it only keeps rows, NULL and false are one."""
    while (parent := node.parent) is not None:
        if isinstance(parent, e.Where | e.Join):
            return False
        if not isinstance(parent, e.And | e.Or | e.Paren):
            return True
        node = parent
    return True


def _call(name: str, *arguments: Any) -> Any:
    return e.Anonymous(this=name, expressions=[each.copy() for each in arguments])
