"""YAML as it was written: plain values, and the line of each.

Only what a document needs is read: mappings, lists, and JSON's scalars. `no` and `12:30` are text,
`2026-12-31` is text until a date is asked for. Tags are refused, and so are documents that grow
when they are unfolded. The parser's events come one by one, so nothing deep or large is built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from polku.errors import DocumentError, Problem
from polku.journey.syntax import Said

LARGEST = 2_000_000  # bytes
DEEPEST = 40
MOST_VALUES = 200_000  # after aliases are unfolded

Path = tuple[str | int, ...]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}([eE][-+]?[0-9]{1,2})?")


@dataclass(frozen=True)
class Written:
    """The value of a document, the line (from 1) of each path in it, and its repeated keys."""

    value: Any
    lines: dict[Path, int]
    problems: tuple[Problem, ...]
    file: str

    def problem(self, code: str, path: Path, *, level: Any = "error", **params: Any) -> Problem:
        """A problem at `path`: its `where` reads "journey.yaml:17 stages[2].enter[0].from"."""
        shown, line = path_text(path), self.line(path)
        place = f"{self.file}:{line}" if line else self.file
        where = f"{place} {shown}".strip()
        return Problem(code, where, {**params, "path": shown, "line": line or 0}, level)

    def line(self, path: Path) -> int | None:
        """The line of the path, or of the nearest part around it."""
        for end in range(len(path), -1, -1):
            if (found := self.lines.get(path[:end])) is not None:
                return found
        return None


def path_text(path: Path) -> str:
    """("stages", 2, "key") as "stages[2].key"."""
    shown = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return shown.removeprefix(".")


def read(text: str, file: str) -> Written:
    """Reads one YAML document. Raises DocumentError when it is empty, too large or not YAML."""
    _refuse_unreadable(text, file)
    building = _Building(file)
    try:
        value = building.run(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = error.problem or error.context or "not YAML"
        raise _refusal(
            "journey.syntax", f"{file}:{line}", said=Said(said), line=line, column=column
        ) from None
    except yaml.YAMLError as error:
        said = str(error).splitlines()[0]
        raise _refusal("journey.syntax", f"{file}:1", said=Said(said), line=1, column=1) from None
    if value is None:
        raise _refusal("journey.empty", file)
    return Written(value, building.lines, tuple(building.problems), file)


def _refuse_unreadable(text: str, file: str) -> None:
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise _refusal("journey.not-utf8", f"{file}:{line}", line=line) from None
    if size > LARGEST:
        raise _refusal("journey.too-large", file, bytes=size, limit=LARGEST)
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise _refusal("journey.nul-byte", f"{file}:{line}", line=line)
    if not text.strip():
        raise _refusal("journey.empty", file)


def _refusal(code: str, where: str, **params: Any) -> DocumentError:
    return DocumentError(Problem(code, where, params))


@dataclass
class _Open:
    """A mapping or a list that is being read."""

    value: Any
    path: Path
    anchor: str | None
    line: int
    key: Any = None
    has_key: bool = False
    keys: set[str] = field(default_factory=set)


class _Building:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.open: list[_Open] = []
        self.root: Any = None
        self.documents = 0
        self.count = 0

    def run(self, events: Any) -> Any:
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise _refusal("journey.two-documents", f"{self.file}:{line}", line=line)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event.anchor or "", line)
            elif isinstance(event, yaml.ScalarEvent):
                self._refuse_tag(event, line)
                plain = event.implicit[0] and not event.style and not self._wants_key()
                self._add(_scalar(event.value) if plain else event.value, 1, event.anchor, line)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._refuse_tag(event, line)
                self._start({} if isinstance(event, yaml.MappingStartEvent) else [], event, line)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                done = self.open.pop()
                if done.anchor:
                    self.anchors[done.anchor] = (done.value, _size(done.value))
        return self.root

    def _wants_key(self) -> bool:
        return (
            bool(self.open) and isinstance(self.open[-1].value, dict) and not self.open[-1].has_key
        )

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag and event.tag not in {"!", "tag:yaml.org,2002:str"}:
            raise _refusal("journey.tag", f"{self.file}:{line}", tag=event.tag, line=line)

    def _start(self, value: Any, event: Any, line: int) -> None:
        path = self._place(value, 1, line)
        self.open.append(_Open(value, path, event.anchor, line))
        if len(self.open) > DEEPEST:
            raise _refusal("journey.too-deep", f"{self.file}:{line}", limit=DEEPEST, line=line)

    def _add(self, value: Any, size: int, anchor: str | None, line: int) -> None:
        self._place(value, size, line)
        if anchor:
            self.anchors[anchor] = (value, size)

    def _alias(self, anchor: str, line: int) -> None:
        if anchor not in self.anchors:
            raise _refusal(
                "journey.unknown-anchor", f"{self.file}:{line}", anchor=anchor, line=line
            )
        value, size = self.anchors[anchor]
        self._place(value, size, line)

    def _place(self, value: Any, size: int, line: int) -> Path:
        """Puts a value where it belongs, gives its path. A mapping takes key and value by turns."""
        self.count += size
        if self.count > MOST_VALUES:
            raise _refusal("journey.too-many-values", f"{self.file}:{line}", limit=MOST_VALUES)
        path: Path = ()
        if not self.open:
            self.root = value
        elif isinstance((around := self.open[-1]).value, list):
            path = (*around.path, len(around.value))
            around.value.append(value)
        elif not around.has_key:
            self._take_key(around, value, line)
            return (*around.path, around.key)
        else:
            path = (*around.path, around.key)
            around.value[around.key] = value
            around.has_key = False
        self.lines.setdefault(path, line)
        return path

    def _take_key(self, around: _Open, key: Any, line: int) -> None:
        if not isinstance(key, str):
            raise _refusal("journey.key-not-text", f"{self.file}:{line}", line=line)
        path = (*around.path, key)
        if key in around.keys:
            shown = path_text(path)
            params = {"key": key, "first": self.lines.get(path, line), "path": shown, "line": line}
            code = "journey.goal-twice" if path == ("goal",) else "journey.repeated-key"
            self.problems.append(Problem(code, f"{self.file}:{line} {shown}", params))
        around.keys.add(key)
        around.key, around.has_key = key, True
        self.lines[path] = line


def _scalar(written: str) -> Any:
    if written.lower() in _WORDS:
        return _WORDS[written.lower()]
    if _WHOLE.fullmatch(written):
        return int(written)
    return float(written) if _DECIMAL.fullmatch(written) else written


def _size(value: Any) -> int:
    """How many values there are when everything is unfolded. Aliases share, so this is cheap to
    bound: what an anchor holds was itself counted before."""
    if isinstance(value, dict):
        return 1 + sum(1 + _size(part) for part in value.values())
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1
