"""Which encoding a text file is in. Only bytes beyond ASCII can tell, wherever in the file they stand."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_CHUNK = 1 << 22
_ENOUGH = 64  # chunks with letters beyond ASCII that are looked at before deciding


@dataclass(frozen=True)
class Encoding:
    """A Python codec name, and how many bytes of byte order mark stand before the text."""

    name: str
    mark: int = 0


def find_encoding(path: Path) -> Encoding:
    """UTF-8 (with or without mark), UTF-16 (with mark, or told by its zero bytes), else Windows-1252.

    A UTF-8 file with a few broken lines is still UTF-8: the broken lines become rejects.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        marked = _by_mark(head) or _by_zeros(head[:4096])
        if marked:
            return marked
        # One decoder over all chunks: a letter that a chunk's edge cuts is still one letter.
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        right = wrong = seen = 0
        chunk = head
        while chunk and seen < _ENOUGH:
            text = decoder.decode(chunk)
            if not chunk.isascii():
                seen += 1
                broken = text.count("\ufffd")
                ascii_bytes = int(np.count_nonzero(np.frombuffer(chunk, np.uint8) < 128))
                wrong += broken
                right += max(0, len(text) - ascii_bytes - broken)
            chunk = file.read(_CHUNK)
        wrong += decoder.decode(b"", True).count("\ufffd")
    if wrong > right:
        return Encoding("cp1252")
    return Encoding("utf-8")


def _by_mark(head: bytes) -> Encoding | None:
    if head.startswith(b"\xef\xbb\xbf"):
        return Encoding("utf-8", 3)
    if head.startswith(b"\xff\xfe"):
        return Encoding("utf-16-le", 2)
    if head.startswith(b"\xfe\xff"):
        return Encoding("utf-16-be", 2)
    return None


def _by_zeros(head: bytes) -> Encoding | None:
    # Text of mostly Western letters in UTF-16 has a zero in every other byte; a stray NUL does not.
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return Encoding("utf-16-le")
    if even > 0.7 * half and odd < 0.1 * half:
        return Encoding("utf-16-be")
    return None
