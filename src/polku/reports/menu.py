"""How a report describes itself: its words and the parameters that it takes."""

from __future__ import annotations

from typing import Any

from polku.reports.asked import FILTER
from polku.reports.report import Report
from polku.reports.words import said, word


def described(one: Report[Any]) -> dict[str, Any]:
    """Key, place, title, question, definition and parameters."""
    return {
        "key": one.key,
        "place": one.place,
        "title": said(one.key, "title"),
        "question": said(one.key, "question"),
        "definition": said(one.key, "definition"),
        "parameters": parameters(one),
    }


def parameters(one: Report[Any]) -> list[dict[str, Any]]:
    """The report's own parameters, not those of the filter. `kind`: choice, flag, whole, number, date, text, or
    what a text names: stage, event, channel, programme, group, dimension, duration; `many` when it is a list."""
    schema = one.asked.model_json_schema(by_alias=True)
    found = []
    for name, field in one.asked.model_fields.items():
        if name in FILTER:
            continue
        key = field.alias or name
        shape = _plain(schema["properties"][key], schema.get("$defs", {}))
        many = shape.get("type") == "array"
        inner = _plain(shape["items"], schema.get("$defs", {})) if many else shape
        choices = inner.get("enum") or ([inner["const"]] if "const" in inner else [])
        default = field.get_default(call_default_factory=True)
        found.append(
            {
                "key": key,
                "title": said(one.key, "parameters", key),
                "kind": "choice" if choices else _kind(inner),
                "many": many,
                "choices": [
                    {"value": str(each), "title": _choice(one.key, key, str(each))}
                    for each in choices
                ],
                "default": None if field.is_required() else _default(default),
                "required": field.is_required(),
                "least": inner.get("minimum", inner.get("exclusiveMinimum")),
                "most": inner.get("maximum", inner.get("exclusiveMaximum")),
            }
        )
    return found


def _choice(report: str, parameter: str, value: str) -> Any:
    return word(report, "choices", parameter, value) or said(report, "choices", value)


def _plain(shape: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """Without the wrapping of "or nothing" and of named parts."""
    if "$ref" in shape:
        return {
            **named[shape["$ref"].rpartition("/")[2]],
            **{k: v for k, v in shape.items() if k != "$ref"},
        }
    for option in shape.get("anyOf", ()):
        if option.get("type") != "null":
            return {**shape, **_plain(option, named)}
    return shape


def _kind(shape: dict[str, Any]) -> str:
    if "format" in shape:
        return str(shape["format"])
    return {"boolean": "flag", "integer": "whole", "number": "number"}.get(
        str(shape.get("type")), "text"
    )


def _default(value: Any) -> Any:
    if isinstance(value, (tuple, list, frozenset)):
        return [str(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
