"""The texts of programmes: read from files, kept as YAML, parsed once for each text."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polku.errors import DocumentError, NotFound, Problem

if TYPE_CHECKING:
    from polku.programmes.actions import CompiledProgramme
    from polku.programmes.load import LoadedProgramme

_KEY = re.compile(r"""^\s*["']?key["']?\s*:\s*["']?([\w-]+)""", re.MULTILINE)


def read_text(file: Path) -> str:
    """The text of a file. Raises NotFound, or DocumentError when it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(Problem("care.no-file", str(file), {"file": file})) from None
    except UnicodeDecodeError as error:
        params = {"byte": error.start}
        raise DocumentError(Problem("settings.not-utf8", str(file), params)) from None


def key_of(body: str, where: str) -> str:
    """The key that a text says, even when the rest of it cannot be read. Raises DocumentError."""
    found = _KEY.search(body)
    if found is None:
        parsed(body, where)  # says what is wrong with it, the missing key among the rest
        raise DocumentError(Problem("care.no-key", where))
    return found[1]


def as_text(body: str | dict[str, Any]) -> str:
    """A document given as JSON values becomes the YAML that a person would write; a text stays."""
    if isinstance(body, str):
        return body
    import yaml
    from pydantic import ValidationError

    from polku.programmes.dump import dump_programme
    from polku.programmes.model import Programme

    try:
        return dump_programme(Programme.model_validate(body))
    except ValidationError:  # kept as it is: the draft's problems say what is wrong
        return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=100)


@lru_cache(maxsize=256)
def parsed(body: str, where: str = "programme.yaml") -> LoadedProgramme:
    """The programme of a text. Raises DocumentError with all problems of its form."""
    from polku.programmes.load import load_programme

    return load_programme(body, where=where)


def parsed_or_none(body: str) -> LoadedProgramme | None:
    """None when the text has no right form."""
    try:
        return parsed(body)
    except DocumentError:
        return None


@lru_cache(maxsize=256)
def compiled(body: str, version: int) -> CompiledProgramme:
    """What runs of a text. Raises DocumentError."""
    from polku.programmes.compile import compile_programme

    return compile_programme(parsed(body).programme, version)
