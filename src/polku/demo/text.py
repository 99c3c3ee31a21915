"""Many short texts at once, as Arrow arrays built from bytes: numbers, random ids, JSON objects."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from polku.demo.pace import Ints

_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)


def numbered(prefix: str, numbers: Ints, width: int) -> pa.StringArray:
    """`prefix` and each number with leading zeros, `width` wide or as wide as the largest."""
    top = int(numbers.max(initial=0))
    width = max(width, len(str(top)))
    digits = np.empty((len(numbers), width), np.uint8)
    rest = numbers.astype(np.uint32 if top < 2**32 else np.uint64)
    for place in range(width - 1, -1, -1):
        rest, digits[:, place] = np.divmod(rest, 10)
    return _fixed(prefix, digits + np.uint8(48))


def random_ids(prefix: str, rng: np.random.Generator, count: int) -> pa.StringArray:
    """`count` ids of 16 random hexadecimal digits after `prefix`."""
    noise = rng.integers(0, 256, (count, 8), np.uint8)
    digits = np.empty((count, 16), np.uint8)
    digits[:, 0::2], digits[:, 1::2] = _HEX[noise >> 4], _HEX[noise & 15]
    return _fixed(prefix, digits)


def _fixed(prefix: str, digits: npt.NDArray[np.uint8]) -> pa.StringArray:
    head = np.frombuffer(prefix.encode(), np.uint8)
    count, width = len(digits), len(head) + digits.shape[1]
    if count * width >= 2**31:
        raise ValueError("too many texts for one array")
    texts = np.empty((count, width), np.uint8)
    texts[:, : len(head)], texts[:, len(head) :] = head, digits
    offsets = np.arange(count + 1, dtype=np.int64) * width
    buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(texts)]
    return pa.StringArray.from_buffers(count, *buffers[1:])


def joined(*parts: str | pa.Array) -> pa.Array:
    """The parts set one after the other, row by row; a missing text counts as empty."""
    return pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")


def as_json(value: Any) -> str:
    """Compact JSON with Finnish letters left as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def objects(*rows: dict[str, Any]) -> list[str]:
    """JSON texts of some rows: a table to pick from by number."""
    return [as_json(row) for row in rows]
