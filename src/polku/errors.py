"""Every error Polku raises on purpose, and the problems they carry.

    PolkuError                  what happened, where, how to mend it; exit code 2, HTTP 4xx
    ├── DocumentError           the journey document or polku.toml is not valid (all problems at once)
    ├── ImportRefused           a file cannot be imported as asked; nothing was written
    ├── RequestRefused          an HTTP request is wrong: key, size, form (status says which)
    ├── NotFound                the person, file, key or journey asked for does not exist
    └── StoreError              the stores cannot do it now; nothing is half-written
        ├── StoreLocked         another process owns the warehouse
        └── StoreFull           the disk is full (HTTP 503, "try again")

A problem is a code and its parameters. The words, in Finnish and English, stand in
`polku/messages/<area>.toml` under the code, so that the back end never builds sentences.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

Language = Literal["fi", "en"]
Level = Literal["error", "warning", "hint"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: `code` such as "journey.unknown-key", `where` a path such as
    "stages[2].enter[0].from" or "orders.csv:17", and the parameters of its sentence."""

    code: str
    where: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    level: Level = "error"

    def what(self, language: Language = "en") -> str:
        """What happened, as a sentence."""
        return _words(self.code, language, "what").format_map(self._in(language))

    def fix(self, language: Language = "en") -> str:
        """How to mend it, as a sentence."""
        return _words(self.code, language, "fix").format_map(self._in(language))

    def _in(self, language: Language) -> _Params:
        """The parameters; what has words in both languages (`in_`) says them in the one that was asked."""
        params = _Params(self.params)
        for name, value in self.params.items():
            if callable(said := getattr(value, "in_", None)):
                params[name] = said(language)
        return params

    def line(self, language: Language = "en") -> str:
        """The whole problem on one line: where, what, how to mend it, and the code."""
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.what(language)} {self.fix(language)} [{self.code}]"

    def as_dict(self, language: Language = "en") -> dict[str, Any]:
        """The form that the HTTP API and `--json` give."""
        return {
            "code": self.code,
            "where": self.where,
            "level": self.level,
            "what": self.what(language),
            "fix": self.fix(language),
            "params": {
                k: v if isinstance(v, (int, float)) else str(v)
                for k, v in self._in(language).items()
            },
        }


class _Params(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


@cache
def catalogue() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """All problem texts: code → language → {"what", "fix"}."""
    found: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for entry in sorted(resources.files("polku.messages").iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        for area, codes in tomllib.loads(entry.read_text("utf-8")).items():
            for name, words in codes.items():
                found[f"{area}.{name}"] = words
    return found


def _words(code: str, language: Language, part: str) -> str:
    return catalogue()[code][language][part]


class PolkuError(Exception):
    """Something is wrong that a person can mend. Carries one or more problems."""

    status = 400  # the HTTP status that says the same

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(p.line() for p in self.problems))

    def text(self, language: Language = "en") -> str:
        """All problems, a line each."""
        return "\n".join(p.line(language) for p in self.problems)


class DocumentError(PolkuError):
    """The journey document or polku.toml is not valid. Nothing was changed; mend the file and run again."""

    status = 422


class ImportRefused(PolkuError):
    """The file cannot be imported as asked. Nothing was written."""

    status = 422


class RequestRefused(PolkuError):
    """An HTTP request is wrong. `status` tells the kind: 400, 401, 403, 413, 415, 429."""

    def __init__(self, problem: Problem, status: int = 400) -> None:
        super().__init__(problem)
        self.status = status


class NotFound(PolkuError):
    """What was asked for does not exist."""

    status = 404


class StoreError(PolkuError):
    """The stores cannot do this now. Nothing was half-written; try again when mended."""

    status = 503


class StoreLocked(StoreError):
    """Another process owns the warehouse: stop it, or let the CLI talk to the running server."""


class StoreFull(StoreError):
    """The disk is full. Free some space; what was acknowledged is safe."""
