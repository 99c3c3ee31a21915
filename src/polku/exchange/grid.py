"""The map as a grid, stages across and lanes down: what tables, pictures and slides are made of and read into."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polku.errors import Language
from polku.journey.lane import KnownLane, Lane, catalogue, lane_name, lanes_of
from polku.journey.model import Journey, Stage

LEVELS = {
    "assumption": ("oletus", "assumption"),
    "partly_known": ("osittain tietoa", "partly known"),
    "researched": ("tutkittu", "researched"),
    "measured": ("mitattu", "measured"),
}
EMOTIONS = {
    -2: ("kurja", "awful"),
    -1: ("huono", "bad"),
    0: ("neutraali", "neutral"),
    1: ("hyvä", "good"),
    2: ("ilahtunut", "delighted"),
}


@dataclass(frozen=True)
class Cell:
    """One cell: what stands in it, and what it rests on (a level of evidence, or "")."""

    stage: str
    lane: str
    texts: tuple[str, ...]
    level: str = ""
    source: str = ""


@dataclass(frozen=True)
class Grid:
    """`stages` and `lanes` are (key, name) in their order; a cell that is empty is not there."""

    stages: tuple[tuple[str, str], ...]
    lanes: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], Cell]


def grid(journey: Journey, language: Language) -> Grid:
    """The map as it is drawn, without the lanes that are measured."""
    lanes = [lane for lane in lanes_of(journey.lanes) if not _measured(lane)]
    found = {}
    for stage in journey.stages:
        for lane in lanes:
            texts = _texts(journey, stage, lane, language)
            if texts:
                note = stage.evidence.get(lane.key)
                found[stage.key, lane.key] = Cell(
                    stage.key,
                    lane.key,
                    tuple(texts),
                    note.level if note else "",
                    (note.source or "") if note else "",
                )
    return Grid(
        tuple((stage.key, stage.name.in_(language)) for stage in journey.stages),
        tuple((lane.key, lane_name(lane).in_(language)) for lane in lanes),
        found,
    )


def written(
    stages: Sequence[tuple[str, str]],
    lanes: Sequence[tuple[str, str]],
    cells: Iterable[Cell],
    *,
    name: str,
    language: Language,
) -> dict[str, Any]:
    """The document that those cells make: keys are made of names where none is given; what is no field of a stage
    stands in its `cells`; a lane that the catalogue does not know becomes the team's own."""
    document: dict[str, Any] = {"name": name, "language": language, "stages": []}
    by_key: dict[str, dict[str, Any]] = {}
    for key, title in stages:
        by_key[key] = {"key": key, "name": title}
        document["stages"].append(by_key[key])
    known = catalogue()
    document["lanes"] = [
        key if key in known and title in _names(known[key]) else {"key": key, "name": title}
        for key, title in lanes
    ]
    touchpoints: dict[str, dict[str, Any]] = {}
    for cell in cells:
        stage = by_key[cell.stage]
        if cell.level or cell.source:
            note = {"level": cell.level or "assumption"}
            stage.setdefault("evidence", {})[cell.lane] = (
                {**note, "source": cell.source} if cell.source else note
            )
        if cell.lane == "touchpoints":
            for text in cell.texts:
                key = key_of(text)
                found = touchpoints.setdefault(key, {"key": key, "name": text, "stages": []})
                found["stages"].append(cell.stage)
        else:
            _put(stage, cell, known.get(cell.lane))
    if touchpoints:
        document["touchpoints"] = list(touchpoints.values())
    return document


def lane_key(name: str) -> str:
    """The lane of the catalogue that has this key or name in either language, else a key made of the name."""
    return known_lane(name) or key_of(name)


def known_lane(name: str, *, also: bool = True) -> str | None:
    """The lane of the catalogue that is called so; with `also`, by a name that workshops give it too."""
    asked = _plain(name).rstrip("?:. ")
    for key, lane in catalogue().items():
        names = (key, *_names(lane), *(lane.also if also else ()))
        if asked in {_plain(each) for each in names}:
            return key
    return None


def lane_keys(titles: Iterable[str]) -> dict[str, str]:
    """The lane of each title. A lane goes to the title that is its own name, else to the first that means it."""
    asked = list(dict.fromkeys(titles))
    found = {title: key for title in asked if (key := known_lane(title, also=False))}
    for title in asked:
        if title not in found:
            key = known_lane(title)
            found[title] = key if key and key not in found.values() else key_of(title)
    return found


def key_of(name: str) -> str:
    """A key made of a name: the same name gives the same key."""
    ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-")[:50]
    # A name without a Latin letter still needs a key of its own.
    return stem or f"x-{zlib.crc32(name.encode()):08x}"


def free_key(name: str, taken: Iterable[str]) -> str:
    """As `key_of`, with a number when another has it already."""
    used, stem = set(taken), key_of(name)
    key, number = stem, 2
    while key in used or key in ("any", "earlier", "none"):
        key, number = f"{stem}-{number}", number + 1
    return key


def level_of(word: str) -> str:
    """The level of evidence of a word in either language, or ""."""
    for level, names in LEVELS.items():
        if _plain(word) in {level, *map(_plain, names)}:
            return level
    return ""


def emotion_of(word: str) -> int | None:
    """−2 … 2 of a number or a word, None when it is neither."""
    plain = _plain(word).replace("−", "-").replace("+", "")
    for value, names in EMOTIONS.items():
        if plain in {str(value), *map(_plain, names)}:
            return value
    return None


def _put(stage: dict[str, Any], cell: Cell, lane: KnownLane | None) -> None:
    if lane is None or lane.kind in ("cell", "live", "improve"):
        stage.setdefault("cells", {})[cell.lane] = list(cell.texts)
    elif lane.kind == "emotion":
        value = emotion_of(cell.texts[0])
        if value is not None:
            stage["emotion_assumed"] = value
    elif lane.kind == "text":
        stage[str(lane.field)] = "\n".join(cell.texts)
    else:
        stage[str(lane.field)] = list(cell.texts)


def _texts(journey: Journey, stage: Stage, lane: Lane, language: Language) -> list[str]:
    known = catalogue().get(lane.key)
    if known is None or known.kind in ("cell", "improve"):
        return [text.in_(language) for text in stage.cells.get(lane.key, ())]
    if known.kind == "touchpoints":
        return [
            point.name.in_(language) for point in journey.touchpoints if stage.key in point.stages
        ]
    if known.kind == "emotion":
        value = stage.emotion_assumed
        return [] if value is None else [EMOTIONS[value][0 if language == "fi" else 1]]
    value = getattr(stage, str(known.field))
    if known.kind == "text":
        return [] if value is None else [value.in_(language)]
    return [text.in_(language) for text in value]


def _measured(lane: Lane) -> bool:
    known = catalogue().get(lane.key)
    return known is not None and known.kind == "live"


def _names(lane: KnownLane) -> tuple[str, str]:
    return lane.name.in_("fi"), lane.name.in_("en")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
