"""A report asked of another engine than the embedded one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from polku.reports.catalogue import report
from polku.reports.reports import answered, parsed

if TYPE_CHECKING:
    from polku.analytics.reader import Reader
    from polku.errors import Language
    from polku.reports.reports import Reports


def answer_on(
    reader: Reader,
    reports: Reports,
    key: str,
    asked: Mapping[str, Any] | None = None,
    language: Language = "en",
) -> dict[str, Any]:
    """What `workspace.reports.answer` gives, with the numbers from `reader`; journey, segments, settings and names
    are the workspace's (`reports = workspace.reports`). Nothing is held for the next asking.

    Raises what `answer` raises, and what the engine raises."""
    one = report(key)
    return answered(one, parsed(one, asked or {}), reports.scene(reader), language)
