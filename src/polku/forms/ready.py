"""Ready forms and offers to begin from: files of the package, in both languages."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from polku.errors import Language, NotFound, Problem

HERE = resources.files("polku.forms") / "templates"


@cache
def _all(kind: str) -> dict[str, dict[str, Any]]:
    found = {}
    for entry in HERE.iterdir():
        if entry.name.startswith(f"{kind}-"):
            value = yaml.safe_load(entry.read_text("utf-8"))
            found[entry.name.removeprefix(f"{kind}-").removesuffix(".yaml")] = value
    return found


def ready(kind: str) -> list[dict[str, Any]]:
    """Key, name and description of each, in the order they are shown."""
    return sorted(
        (
            {"key": key, "name": value["document"]["name"], "description": value["description"]}
            for key, value in _all(kind).items()
        ),
        key=lambda each: _all(kind)[each["key"]]["order"],
    )


def ready_body(kind: str, template: str, key: str, language: Language | None = None) -> str:
    """The YAML text of a ready one under a new key; texts in one language or both. Raises NotFound."""
    if template not in _all(kind):
        params = {"kind": kind, "key": template}
        raise NotFound(Problem("care.unknown", f"{kind} {template}", params))
    document = {"key": key} | _in(_all(kind)[template]["document"], language)
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=1000)


def _in(part: Any, language: Language | None) -> Any:
    if isinstance(part, dict):
        if language is not None and set(part) == {"fi", "en"}:
            return part[language]
        return {name: _in(each, language) for name, each in part.items()}
    return [_in(each, language) for each in part] if isinstance(part, list) else part
