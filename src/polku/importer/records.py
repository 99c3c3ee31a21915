"""Where each record of a block of text begins and ends, found by columns of byte positions.

A record is a line, unless a quoted field holds a newline. Quotes are trusted only where a field
starts and ends properly; at the first place where they do not, a regular expression looks at that
one record, and if it cannot be read the line is set aside and the next line starts afresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

MAX_RECORD = 1 << 20  # bytes; a longer line is set aside unread
_WINDOW = 1 << 12  # bytes looked at after a broken quote, doubling while all goes well


@dataclass(frozen=True)
class Records:
    """Complete records of a block: `starts[i]` to `ends[i]` (after the newline), in order.

    `broken[i]` tells that the record is one line that could not be read because of its quotes.
    `rest` is where the first incomplete record begins.
    """

    starts: Places
    ends: Places
    broken: NDArray[np.bool_]
    rest: int


def find_records(data: bytes, delimiter: str, quote: str | None, *, final: bool) -> Records:
    """The records of `data`, which starts at a record's start and whose newlines are all `\\n`.

    With `final` the data ends the file and must end in a newline.
    """
    if quote is None or quote.encode() not in data:
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == 10).astype(np.int64) + 1
        return _records([ends], np.zeros(0, np.int64))
    pieces: list[Places] = []
    broken: list[int] = []
    for ends, is_broken in _scan(data, delimiter, quote, final):
        if is_broken:
            broken.append(int(pieces[-1][-1]) if pieces else 0)
        pieces.append(ends)
    return _records(pieces, np.array(broken, np.int64))


def _records(pieces: list[Places], broken: Places) -> Records:
    ends = np.concatenate(pieces) if pieces else np.zeros(0, np.int64)
    starts = np.empty_like(ends)
    starts[:1] = 0
    starts[1:] = ends[:-1]
    rest = int(ends[-1]) if len(ends) else 0
    return Records(starts, ends, np.isin(starts, broken), rest)


def _scan(data: bytes, delimiter: str, quote: str, final: bool) -> Iterator[tuple[Places, bool]]:
    """Record ends, piece by piece, none empty; with True the piece is one line that is broken."""
    view = np.frombuffer(data, np.uint8)
    record = _record(delimiter, quote)
    at, window = 0, len(data)
    while at < len(data):
        until = min(len(data), at + window)
        ends, trouble = _proper(view, at, until, ord(delimiter), ord(quote))
        if len(ends):
            yield ends, False
            at = int(ends[-1])
        if not trouble:
            if until < len(data):
                window *= 2
                continue
            if at == len(data):
                return
            if not final and len(data) - at <= MAX_RECORD:
                return
        match = record.match(data, at, min(len(data), at + MAX_RECORD))
        if match is None and not final and len(data) - at <= MAX_RECORD:
            return
        at = match.end() if match else data.find(b"\n", at) + 1
        if not at:
            return
        yield np.array([at]), match is None
        window = _WINDOW


def _proper(
    view: NDArray[np.uint8], at: int, until: int, delimiter: int, quote: int
) -> tuple[Places, bool]:
    """Ends of the records from `at` on that are beyond doubt; and whether an odd quote stopped it."""
    part = view[at:until]
    quotes = np.flatnonzero(part == quote)
    newlines = np.flatnonzero(part == 10)
    trouble = False
    if len(quotes):
        opening, closing = quotes[0::2], quotes[1::2]
        before = part[opening - 1]  # wraps round at 0, where a record starts anyway
        fine_open = (opening == 0) | (before == delimiter) | (before == 10)
        # a doubled quote inside a field reads as a close directly followed by an open
        fine_open[1:] |= closing[: len(opening) - 1] == opening[1:] - 1
        following = view[np.minimum(at + closing + 1, len(view) - 1)]
        fine_close = (following == delimiter) | (following == 10) | (following == quote)
        fine_close |= at + closing + 1 >= len(view)
        odd = np.concatenate([opening[~fine_open], closing[~fine_close]])
        outside = np.searchsorted(quotes, newlines) % 2 == 0
        newlines = newlines[outside]
        if len(odd):
            trouble = True
            newlines = newlines[: np.searchsorted(newlines, odd.min())]
    return newlines.astype(np.int64) + at + 1, trouble


@cache
def _record(delimiter: str, quote: str) -> re.Pattern[bytes]:
    d, q = re.escape(delimiter), re.escape(quote)
    field = f"(?:{q}(?:[^{q}]++|{q}{q})*+{q}|[^{d}{q}\\n][^{d}\\n]*+|)"
    # possessive all through: one pass over the record, no backtracking
    return re.compile(f"{field}(?:{d}{field})*+\\n".encode())
