"""What is wrong with the shape of a document, as problems: from pydantic's complaints."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from polku.conditions.person import PersonCondition
from polku.conditions.person_registry import person_kinds
from polku.errors import Problem
from polku.journey.written import Path, Written

MOST = 300  # problems; who has more has given the wrong file

# pydantic's kind of complaint → our code. Kinds with a dot are codes already.
CODES = {
    "string_type": "journey.not-text",
    "int_type": "journey.not-whole-number",
    "int_from_float": "journey.not-whole-number",
    "float_type": "journey.not-number",
    "bool_type": "journey.not-true-or-false",
    "tuple_type": "journey.not-list",
    "list_type": "journey.not-list",
    "model_type": "journey.not-mapping",
    "model_attributes_type": "journey.not-mapping",
    "dict_type": "journey.not-mapping",
    "literal_error": "journey.not-a-choice",
    "greater_than": "journey.out-of-range",
    "greater_than_equal": "journey.out-of-range",
    "less_than": "journey.out-of-range",
    "less_than_equal": "journey.out-of-range",
    "string_too_short": "journey.empty-text",
    "string_too_long": "journey.long-text",
    "too_short": "journey.empty-list",
    "too_long": "journey.too-many",
    "date_from_datetime_parsing": "journey.bad-date",
    "date_parsing": "journey.bad-date",
}


def shape_problems(
    error: ValidationError, written: Written, root: type[BaseModel]
) -> dict[tuple[Path, str], Problem]:
    """Each complaint as a problem, by its path and the key that is missing there, if one is.

    A value that fits no form of a union gets one problem, not one for each form.
    """
    found: dict[tuple[Path, str], Problem] = {}
    items = error.errors(include_url=False)
    if len(items) > MOST:
        found[(), "more"] = written.problem("journey.more-problems", (), count=len(items) - MOST)
    for item in items[:MOST]:
        if item["type"] == "too_short" and item["input"]:
            continue  # it was long enough: pydantic counts the items that were right
        path = _path(item["loc"], written.value)
        missing = str(item["loc"][-1]) if item["type"] == "missing" else ""
        found.setdefault((path, missing), _problem(item, path, written, root))
    return found


def _problem(item: Any, path: Path, written: Written, root: type[BaseModel]) -> Problem:
    kind, context = item["type"], item.get("ctx", {})
    if "." in kind:
        return written.problem(kind, path, **context)
    if kind == "missing":
        return written.problem("journey.missing", path, key=item["loc"][-1])
    if kind == "extra_forbidden":
        return _unknown_key(path, written, root, empty=item["input"] is None)
    params: dict[str, Any] = {"given": _shown(item["input"])}
    if kind == "literal_error":
        params["choices"] = ", ".join(_choices(root, path, written.value))
    if "too_long" in kind or "too_short" in kind:
        params["limit"] = context.get("max_length", context.get("min_length", 1))
    for name, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<")):
        if name in context:
            params["limit"] = f"{sign} {context[name]:g}"
    code = CODES.get(kind)
    if code is None:
        return written.problem("journey.wrong-value", path, said=item["msg"], **params)
    return written.problem(code, path, **params)


def _unknown_key(path: Path, written: Written, root: type[BaseModel], *, empty: bool) -> Problem:
    key, known = str(path[-1]), sorted(_keys(root, path[:-1], written.value))
    near = difflib.get_close_matches(key, known, 1, cutoff=0.6)
    params = {"key": key[:80], "known": ", ".join(known)}
    if near:
        return written.problem("journey.misspelt-key", path, **params, suggestion=near[0])
    if empty and known == ["en", "fi"]:  # a comma in the text is a likelier slip than a language
        return written.problem("journey.stray-words", path, **params)
    return written.problem("journey.unknown-key", path, **params)


def _path(location: tuple[int | str, ...], value: Any) -> Path:
    """The location without the names that pydantic adds for the members of a union."""
    path: list[int | str] = []
    for part in location:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            continue
        path.append(part)
    return tuple(path)


def _annotations(root: type[BaseModel], path: Path, value: Any) -> list[Any]:
    """What may stand at `path` of the written value."""
    here: list[Any] = [root]
    for part in path:
        if isinstance(part, str):
            here = [
                kinds[part] for model in _models(here) if part in (kinds := _fields(model, value))
            ]
        value = _inside(value, part)
    return here


def _models(annotations: list[Any]) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            found.append(annotation)
        else:
            found += _models(list(get_args(annotation)))
    return found


def _keys(root: type[BaseModel], path: Path, value: Any) -> set[str]:
    """The keys that the mapping at `path` may have."""
    models = _models(_annotations(root, path, value))
    for part in path:
        value = _inside(value, part)
    return {key for model in models for key in _fields(model, value)}


def _fields(model: type[BaseModel], value: Any) -> Mapping[str, Any]:
    """Key → annotation. A model that is written otherwise than its fields stand (flat, or by a key that
    names the kind) says so itself in `written_keys`."""
    if model is PersonCondition:
        named = [kind for key, kind in person_kinds().items() if _inside(value, key) is not None]
        return {key: each for kind in named for key, each in fields_of(kind).items()}
    own = getattr(model, "written_keys", None)
    return own(value) if own else fields_of(model)


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """Key in the document → annotation, of a model that is written as its fields stand."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _inside(value: Any, part: str | int) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _choices(root: type[BaseModel], path: Path, value: Any) -> list[str]:
    def texts(annotation: Any) -> list[str]:
        if isinstance(annotation, str):
            return [annotation]
        return [text for part in get_args(annotation) for text in texts(part)]

    return [text for annotation in _annotations(root, path, value) for text in texts(annotation)]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"
