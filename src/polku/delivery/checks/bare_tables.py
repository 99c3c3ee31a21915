from __future__ import annotations

from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.errors import Problem


def bare_tables(letter: Looked) -> Iterator[Problem]:
    """Tables that neither say they are layout (`role="presentation"`) nor have heading cells."""
    if not all(letter.parts.tables):
        yield Problem("check.bare-table", "body", {"line": letter.line("<table")}, "hint")
