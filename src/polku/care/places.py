"""Places by programme, version, node and port: the words of `names`, kind 'place', taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PLACE = re.compile(r"(?P<programme>[^@]+)@(?P<version>\d+):(?P<node>[^>]+)(?:>(?P<port>.+))?")


@dataclass(frozen=True)
class Place:
    """ "welcome@3:check>else"; `port` is None where somebody only waits."""

    programme: str
    version: int
    node: str
    port: str | None

    @classmethod
    def of(cls, word: str) -> Place | None:
        """The place that a word names; None for a word that names none."""
        found = _PLACE.fullmatch(word)
        if found is None:
            return None
        return cls(found["programme"], int(found["version"]), found["node"], found["port"])


def programme_places(names: Mapping[str, int], programme: str) -> Iterator[tuple[Place, int]]:
    """The places of one programme with their codes. `names`: word → code."""
    begins = f"{programme}@"
    for word, code in names.items():
        if word.startswith(begins) and (place := Place.of(word)) is not None:
            yield place, code
