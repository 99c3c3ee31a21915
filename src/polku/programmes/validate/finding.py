"""What a pass finds."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from polku.errors import Level
from polku.journey.written import Path
from polku.programmes.known import Known
from polku.programmes.model import Programme


@dataclass(frozen=True)
class Finding:
    """A problem code at a path of the document; `node` is the step it is about, if it is one."""

    code: str
    path: Path
    params: Mapping[str, Any] = field(default_factory=dict)
    level: Level = "error"
    node: str | None = None


Pass = Callable[[Programme, Known], Iterator[Finding]]


def nearest(key: str, known: Collection[str], most: int = 20) -> str:
    """The known keys, those that look like `key` first."""
    near = difflib.get_close_matches(key, known, 3, cutoff=0.6)
    return ", ".join([*near, *sorted(set(known) - set(near))][:most]) or "–"
