"""The visible list of formats: what a journey can be written as, and read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol

import yaml

from polku.errors import DocumentError, Language, NotFound, Problem
from polku.exchange import csv_file, markdown, mermaid, ojf, png, pptx_file, svg, whole, xlsx_file
from polku.journey.load import Loaded, load_journey
from polku.journey.model import Journey

LARGEST = 20 * 2**20  # bytes of a file that is read
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class Reader(Protocol):
    """Reads bytes into the plain document that they say."""

    def __call__(self, data: bytes, *, name: str, language: Language) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Format:
    """The end of the file's name, its media type, and how it is written and read (None: is not)."""

    suffix: str
    media: str
    write: Callable[[Journey, Language], bytes]
    read: Reader | None = None
    lossless: bool = False


FORMATS: Mapping[str, Format] = {
    "json": Format(".json", "application/json", whole.write_json, whole.read_json, lossless=True),
    "yaml": Format(
        ".yaml", "application/yaml", whole.write_yaml, whole.read_whole_yaml, lossless=True
    ),
    "csv": Format(".csv", "text/csv; charset=utf-8", csv_file.write, csv_file.read),
    "xlsx": Format(".xlsx", _XLSX, xlsx_file.write, xlsx_file.read),
    "markdown": Format(".md", "text/markdown; charset=utf-8", markdown.write),
    "svg": Format(".svg", "image/svg+xml", svg.write),
    "png": Format(".png", "image/png", png.write),
    "pptx": Format(".pptx", _PPTX, pptx_file.write),
    "ojf": Format(".ojf", "application/json", ojf.write, ojf.read),
    "mermaid": Format(".mmd", "text/plain; charset=utf-8", mermaid.write, mermaid.read),
}
ALSO = {
    ".yml": "yaml",
    ".mermaid": "mermaid",
    ".markdown": "markdown",
    ".tsv": "csv",
    ".txt": "mermaid",
}


def write_journey(journey: Journey, key: str, language: Language) -> bytes:
    """Raises NotFound (`exchange.unknown-format`)."""
    return _format(key).write(journey, language)


def read_journey(data: bytes, *, name: str, language: Language, key: str | None = None) -> Loaded:
    """The journey that a file says; its format is told by `key` or by the end of its name. Raises DocumentError with
    all that is wrong, NotFound when the format is not one that can be read. Nothing is stored."""
    return load_journey(readable(data, name=name, language=language, key=key), where=name)


def readable(data: bytes, *, name: str, language: Language, key: str | None = None) -> str:
    """The text of the draft that a file makes: right or wrong as a journey, but readable. Raises as `read_journey`."""
    if len(data) > LARGEST:
        raise DocumentError(Problem("exchange.too-large", name, {"most": LARGEST // 2**20}))
    found = _format(key or format_of(name))
    if found.read is None:
        readers = ", ".join(each.suffix for each in FORMATS.values() if each.read)
        raise NotFound(Problem("exchange.not-read", name, {"known": readers}))
    if found.lossless and found.suffix == ".yaml":
        found.read(data, name=name, language=language)  # says what is wrong with it
        return data.decode("utf-8-sig")  # as written, with its comments
    document = found.read(data, name=name, language=language)
    if document.get("name") == name:  # a file without a title is called by its own name
        document["name"] = PurePath(name).stem
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def format_of(name: str) -> str:
    """The key of the format that a file's name tells by its end; the end itself when none does."""
    suffix = PurePath(name).suffix.lower()
    by_suffix = {each.suffix: key for key, each in FORMATS.items()} | ALSO
    return by_suffix.get(suffix, suffix or name)


def _format(key: str) -> Format:
    found = FORMATS.get(key)
    if found is None:
        known = ", ".join(each.suffix for each in FORMATS.values())
        raise NotFound(
            Problem("exchange.unknown-format", key[:40], {"name": key[:40], "known": known})
        )
    return found
