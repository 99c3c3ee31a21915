"""Is this a data file at all, and of which kind? Decided by its first bytes, never by its name."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Literal

from polku.errors import ImportRefused, Problem

Kind = Literal["text", "jsonl", "parquet"]

# First bytes of files that people drop by mistake, and what to call them.
_OTHER_FILES = (
    (b"PK\x03\x04", "zip/xlsx"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "xls/doc"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3", "SQLite"),
    (b"ARROW1", "Arrow"),
    (b"Obj\x01", "Avro"),
    (b"\x7fELF", "program"),
    (b"{\\rtf", "RTF"),
    (b"<!DOCTYPE", "HTML/XML"),
    (b"<html", "HTML/XML"),
    (b"<?xml", "HTML/XML"),
)


def admit(path: Path) -> Kind:
    """The kind of the file.

    Raises ImportRefused when it is missing, a directory, unreadable, empty or not a data file.
    """
    where = str(path)
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise ImportRefused(Problem("import.no-such-file", where, {"path": where})) from None
    except OSError as error:
        raise _unreadable(where, error) from None
    if stat.S_ISDIR(status.st_mode):
        raise ImportRefused(Problem("import.is-a-directory", where, {"path": where}))
    if not stat.S_ISREG(status.st_mode):
        raise ImportRefused(Problem("import.not-a-regular-file", where, {"path": where}))
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise _unreadable(where, error) from None
    if not head:
        raise ImportRefused(Problem("import.empty", where, {"path": where}))
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, name in _OTHER_FILES:
        if head.lower().startswith(magic.lower()) if magic[:1] == b"<" else head.startswith(magic):
            raise ImportRefused(
                Problem("import.not-a-data-file", where, {"path": where, "kind": name})
            )
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first == b"[":
        raise ImportRefused(Problem("import.json-array", where, {"path": where}))
    return "jsonl" if first == b"{" else "text"


def _unreadable(where: str, error: OSError) -> ImportRefused:
    reason = error.strerror or str(error)
    return ImportRefused(Problem("import.unreadable", where, {"path": where, "reason": reason}))
