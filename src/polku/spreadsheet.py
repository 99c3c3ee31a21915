"""Text that people wrote, in files that spreadsheets open: never a formula there, and the same text when read back."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe stands before what would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_written(cell: str) -> str:
    """What `plain` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
