"""The JSON Schema of a programme, by which editors complete and check it while one types."""

from __future__ import annotations

from typing import Any

from polku.conditions.person_registry import person_schema
from polku.journey.schema import DIALECT
from polku.programmes.entry import KINDS
from polku.programmes.model import Programme
from polku.programmes.steps.registry import kinds
from polku.programmes.steps.wait import FORMS

OPEN = ("PersonCondition", "Entry", "Step", "Wait")
"""Fields of many forms: each model says only which one it is, by its title."""


def programme_schema() -> dict[str, Any]:
    """The schema of a programme (draft 2020-12)."""
    defs: dict[str, Any] = dict(person_schema()["$defs"])
    made = _gathered(Programme, defs)
    entries = [_gathered(kind, defs) for kind in KINDS.values()]
    steps = [_gathered(kind, defs) for kind in kinds().values()]
    waits = [_gathered(form, defs) for form in FORMS.values()]
    length = {"type": "string", "examples": ["2d"]}
    event = defs["EventCondition"]["properties"]
    defs["Entry"] = {"anyOf": [{"type": "string"}, *(_flat(each, event) for each in entries)]}
    defs["Step"] = {"anyOf": [*steps, {"const": "end"}]}
    defs["Wait"] = {"anyOf": [length, *(_flat(each, event) for each in waits)]}
    whole = {"$schema": DIALECT, **made, "title": "Polku programme", "$defs": defs}
    linked: dict[str, Any] = _linked(whole)
    return linked


def _gathered(model: Any, defs: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema(by_alias=True, mode="validation")
    defs.update(schema.pop("$defs", {}))
    return schema


def _flat(schema: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    """The keys of an event stand beside those of what it is in."""
    if "event" not in schema["properties"]:
        return schema
    return {**schema, "properties": {**schema["properties"], **event}}


def _linked(value: Any) -> Any:
    """Fields of many forms refer to the one definition of all of them."""
    if isinstance(value, list):
        return [_linked(part) for part in value]
    if not isinstance(value, dict):
        return value
    if value.get("title") in OPEN and value.get("minProperties") == 1:
        return {"$ref": f"#/$defs/{value['title']}"}
    return {key: _linked(part) for key, part in value.items()}
