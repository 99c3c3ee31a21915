"""How people were to be shared out: the holdout of each version of a programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from polku.care.counts import ENTER
from polku.care.places import Place
from polku.care.texts import parsed

if TYPE_CHECKING:
    from polku.programmes.model import Programme
    from polku.store.definitions import Definitions


def versions_of(
    stored: Definitions, key: str, places: Iterable[tuple[Place, int]]
) -> dict[int, Programme]:
    """The published versions that anybody has a place in."""
    numbers = sorted({place.version for place, _ in places if place.version})
    return {
        number: parsed(stored.version("programme", key, number).body).programme
        for number in numbers
    }


def holdout_lots(
    places: Iterable[tuple[Place, int]], bodies: Mapping[int, Programme]
) -> tuple[dict[int, float], ...]:
    """For each version: place of entry -> the share of people who were to come there."""
    lots: dict[int, dict[int, float]] = {}
    for place, code in places:
        if place.node == ENTER and place.port in ("in", "holdout") and place.version in bodies:
            part = bodies[place.version].holdout / 100
            lots.setdefault(place.version, {})[code] = part if place.port == "holdout" else 1 - part
    return tuple(lots[version] for version in sorted(lots))
