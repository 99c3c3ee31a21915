"""Reading a text file block by block in bounded memory, whatever is in it.

Each block is UTF-8 with `\\n` newlines and holds whole records. Lines that cannot be text (NUL bytes,
broken letters, quotes that never close, lines of a gigabyte) are set aside here with their place.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np

from polku.importer.encoding import Encoding
from polku.importer.records import MAX_RECORD, Places, Records, find_records
from polku.importer.rejects import Reject

BLOCK = 1 << 23  # bytes read at a time
_SHOWN = 2000  # characters of a bad record kept for the reject file


@dataclass
class Block:
    """Whole good records: record i is `data[starts[i]:ends[i]]`, data row `rows[i]` from 1, at
    `lines[i]` of the file from 1. `rejects` were set aside between them; `read` counts file bytes.
    """

    data: bytes
    starts: Places
    ends: Places
    rows: Places
    lines: Places
    rejects: list[Reject]
    read: int

    def text(self) -> tuple[bytes, Places]:
        """The good records as one piece, and the n + 1 places where they begin and end in it."""
        lengths = self.ends - self.starts
        offsets = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        if not len(lengths):
            return b"", offsets
        if offsets[-1] == self.ends[-1] - self.starts[0]:
            return self.data[self.starts[0] : self.ends[-1]], offsets
        breaks = np.flatnonzero(self.starts[1:] != self.ends[:-1])
        firsts = self.starts[np.concatenate([[0], breaks + 1])]
        lasts = self.ends[np.concatenate([breaks, [len(lengths) - 1]])]
        return b"".join(self.data[a:b] for a, b in zip(firsts, lasts, strict=True)), offsets

    def content(self, record: int) -> str:
        """The record as it stands in the file, cut when very long."""
        text = self.data[self.starts[record] : self.ends[record]].decode("utf-8", "replace")
        return text.rstrip("\n")[:_SHOWN]


@dataclass
class _Reader:
    """Raw bytes to UTF-8 with `\\n` newlines; a pair cut by a block's edge is held back."""

    encoding: Encoding
    squeeze: bool = False  # runs of spaces to one tab: whitespace-separated files
    held: bytes = b""
    last: int = 10
    decoder: codecs.IncrementalDecoder | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.encoding.name != "utf-8":
            self.decoder = codecs.getincrementaldecoder(self.encoding.name)("replace")

    def text(self, raw: bytes, final: bool) -> bytes:
        if self.decoder is not None:
            raw = self.decoder.decode(raw, final).encode("utf-8", "replace")
        data = self.held + raw
        self.held = b""
        if data.endswith(b"\r") and not final:
            data, self.held = data[:-1], b"\r"
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return self._squeezed(data, final) if self.squeeze else data

    def _squeezed(self, data: bytes, final: bool) -> bytes:
        body = data.rstrip(b" \t")
        if len(body) < len(data) and not final:
            self.held = b" " + self.held  # what follows decides whether the run is a gap or an end
        if not body:
            return b""
        view = np.frombuffer(body, np.uint8)
        space = (view == 32) | (view == 9)
        before = np.empty_like(view)
        before[0], before[1:] = self.last, view[:-1]
        first = space & (before != 32) & (before != 9) & (before != 10)
        places = np.flatnonzero(first)
        filled = np.flatnonzero(~space)
        first[places[view[filled[np.searchsorted(filled, places)]] == 10]] = False
        out: bytes = np.where(first, np.uint8(9), view)[first | ~space].tobytes()
        self.last = int(view[-1])
        return out


def read_blocks(
    path: Path,
    encoding: Encoding,
    delimiter: str,
    quote: str | None,
    *,
    skip: int = 0,
    squeeze: bool = False,
    size: int = BLOCK,
) -> Iterator[Block]:
    """The file's records after the first `skip` ones (header), blank lines left out."""
    reader = _Reader(encoding, squeeze)
    carry = b""
    row, line, read = 1 - skip, 1, encoding.mark
    with path.open("rb") as file:
        file.seek(encoding.mark)
        while True:
            raw = file.read(size)
            final = not raw
            read += len(raw)
            data = carry + reader.text(raw, final)
            if final and data and not data.endswith(b"\n"):
                data += b"\n"
            if b"\n" not in data[len(carry) :] and len(data) > MAX_RECORD and not final:
                head = data[:_SHOWN]
                carry, skipped = _past_giant(file, reader, size)
                read += skipped
                giant = Reject(row, line, "too-long", head.decode("utf-8", "replace"))
                yield Block(b"", _NONE, _NONE, _NONE, _NONE, [giant] if row > 0 else [], read)
                row, line = row + 1, line + 1
                continue
            records = find_records(data, delimiter, quote, final=final)
            block = _block(data, records, row, line, read, replaced=encoding.name != "utf-8")
            if len(records.ends):
                blank = records.ends - records.starts == 1
                row += len(blank) - int(np.count_nonzero(blank))
                line += data.count(b"\n", 0, records.rest)
                yield block
            carry = data[records.rest :]
            if final:
                return


_NONE: Places = np.zeros(0, np.int64)


def _past_giant(file: IO[bytes], reader: _Reader, size: int) -> tuple[bytes, int]:
    """Reads on to the next newline, keeping nothing; gives what stands after it, and bytes read."""
    skipped = 0
    while True:
        raw = file.read(size)
        skipped += len(raw)
        data = reader.text(raw, not raw)
        end = data.find(b"\n")
        if end >= 0:
            return data[end + 1 :], skipped
        if not raw:
            return b"", skipped


def _block(
    data: bytes, records: Records, row: int, line: int, read: int, *, replaced: bool
) -> Block:
    starts, ends = records.starts, records.ends
    if not len(ends):
        return Block(data, starts, ends, _NONE, _NONE, [], read)
    length = ends - starts
    filled = length > 1
    rows = row + np.cumsum(filled) - 1
    lines = line + _lines_before(data, starts, ends)
    reasons = np.zeros(len(ends), np.int8)
    reasons[records.broken] = _CODES.index("broken-quote")
    if not data.isascii():
        reasons[_wrong_letters(data, starts, ends, replaced)] = _CODES.index("encoding")
    if b"\0" in data:
        zeros = np.flatnonzero(np.frombuffer(data, np.uint8) == 0)
        found = np.searchsorted(ends, zeros, side="right")
        reasons[found[found < len(ends)]] = _CODES.index("nul")
    reasons[length > MAX_RECORD] = _CODES.index("too-long")
    reasons[~filled | (rows < 1)] = _CODES.index("left-out")
    bad = np.flatnonzero(reasons > 1)
    rejects = []
    for i in bad:
        text = data[starts[i] : min(ends[i], starts[i] + _SHOWN)].decode("utf-8", "replace")
        rejects.append(Reject(int(rows[i]), int(lines[i]), _CODES[reasons[i]], text.rstrip("\n")))
    good = reasons == 0
    return Block(data, starts[good], ends[good], rows[good], lines[good], rejects, read)


_CODES = ("", "left-out", "broken-quote", "encoding", "nul", "too-long")


def _lines_before(data: bytes, starts: Places, ends: Places) -> Places:
    newlines = data.count(b"\n", 0, int(ends[-1]))
    if newlines == len(ends):
        return np.arange(len(starts))
    places = np.flatnonzero(np.frombuffer(data, np.uint8) == 10)
    return np.searchsorted(places, starts).astype(np.int64)


def _wrong_letters(data: bytes, starts: Places, ends: Places, replaced: bool) -> list[int]:
    """Records with bytes that are no letters; `replaced`: a decoder has put U+FFFD for them."""
    whole = data[: ends[-1]]
    if replaced:
        if b"\xef\xbf\xbd" not in whole:
            return []
    elif _is_utf8(whole):
        return []
    wrong = []
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        piece = whole[start:end]
        if not piece.isascii() and (b"\xef\xbf\xbd" in piece if replaced else not _is_utf8(piece)):
            wrong.append(i)
    return wrong


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
