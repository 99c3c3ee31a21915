"""The words of the reports, in both languages: `polku/messages/reports/<key>.toml`.

`common.toml` has the titles that many share; a report's own go before them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

Both = Mapping[str, str]


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(
        (resources.files("polku.messages") / "reports" / f"{name}.toml").read_text("utf-8")
    )


def word(report: str, *path: str) -> Both | None:
    """The text at that place of the report's words, or of the common ones: {"fi", "en"}; None when there is
    none."""
    for name in (report, "common"):
        found: Any = _file(name)
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        if found is not None:
            return found  # type: ignore[no-any-return]
    return None


def said(report: str, *path: str) -> Both:
    """The same; its key where a word is missing (a test holds that none is)."""
    return word(report, *path) or {"fi": path[-1], "en": path[-1]}
