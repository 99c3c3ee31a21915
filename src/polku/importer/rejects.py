"""The rows that could not come in: where they stand in the file, why, and what was in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from polku.errors import Language, Problem


@dataclass(frozen=True)
class Reject:
    """`row` counts data rows from 1 (no header); `line` counts lines of the file from 1, or is
    None where the format has no lines. `reason` is a code of messages/import.toml without the area.
    """

    row: int
    line: int | None
    reason: str
    content: str

    def words(self, language: Language = "en") -> str:
        """Why, as a sentence, and how to mend it."""
        problem = Problem(f"import.{self.reason}")
        return f"{problem.what(language)} {problem.fix(language)}"


class RejectFile:
    """A CSV of rejects, made when the first one comes: row, line, reason, words, content."""

    def __init__(self, path: Path, language: Language = "en") -> None:
        self.path = path
        self.count = 0
        self.first: list[Reject] = []
        self._language: Language = language
        self._file: IO[str] | None = None
        self._writer: Any = None

    def add(self, rejects: Iterable[Reject]) -> None:
        """Writes them in the order given."""
        for reject in rejects:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                # with a byte order mark, so that a spreadsheet shows ä and ö
                self._file = self.path.open("x", encoding="utf-8-sig", newline="")
                self._writer = csv.writer(self._file)
                self._writer.writerow(["row", "line", "reason", "words", "content"])
            self.count += 1
            if len(self.first) < 20:
                self.first.append(reject)
            line = "" if reject.line is None else reject.line
            words = reject.words(self._language)
            self._writer.writerow([reject.row, line, reject.reason, words, reject.content])

    def close(self) -> None:
        """Finishes the file."""
        if self._file is not None:
            self._file.close()

    def discard(self) -> None:
        """Takes the file away again: the import did not happen."""
        self.close()
        if self._file is not None:
            self.path.unlink(missing_ok=True)
            with suppress(OSError):  # other imports' rejects are in it
                self.path.parent.rmdir()


def read_rejects(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The rejects of a reject file, at most `limit`: [{"row","line","reason","words","content"}]."""
    found: list[dict[str, Any]] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for entry in csv.DictReader(file):
            if limit is not None and len(found) >= limit:
                break
            line = int(entry["line"]) if entry["line"] else None
            found.append(dict(entry) | {"row": int(entry["row"]), "line": line})
    return found
