"""What a pass finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from polku.errors import Level
from polku.journey.model import Journey
from polku.journey.written import Path


@dataclass(frozen=True)
class Finding:
    """A problem code at a path of the document, before its line is known."""

    code: str
    path: Path
    params: Mapping[str, Any]
    level: Level = "error"


Pass = Callable[[Journey], Iterator[Finding]]
