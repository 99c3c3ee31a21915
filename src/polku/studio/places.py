"""What the parts of a document are called, for what is pinned to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from polku.errors import PolkuError
from polku.journey.written import read
from polku.store.definitions import Definitions, Kind

Places = Mapping[str, Mapping[str, str] | None]
"""Key of a part → its name in both languages; None when it has none."""


def places(definitions: Definitions, kind: str, key: str) -> Places | None:
    """Every part with a key in the draft; None when there is no such document, or it cannot be read."""
    known = next((each for each in get_args(Kind) if each == kind), None)
    if known is None:
        return None
    try:
        value = read(definitions.get(known, key).body, kind).value
    except PolkuError:
        return None
    return dict(_parts(value))


def _parts(part: Any) -> Iterator[tuple[str, Mapping[str, str] | None]]:
    if isinstance(part, Mapping):
        if isinstance(part.get("key"), str):
            yield part["key"], _named(part.get("name") or part.get("title"))
        for each in part.values():
            yield from _parts(each)
    elif isinstance(part, list):
        for each in part:
            yield from _parts(each)


def _named(name: Any) -> Mapping[str, str] | None:
    if isinstance(name, str):
        return {"fi": name, "en": name}
    if isinstance(name, Mapping):
        texts = {k: str(name[k]) for k in ("fi", "en") if name.get(k)}
        first = next(iter(texts.values()), "")
        return {"fi": texts.get("fi", first), "en": texts.get("en", first)} if texts else None
    return None
