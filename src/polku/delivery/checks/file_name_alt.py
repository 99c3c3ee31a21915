from __future__ import annotations

import re
from collections.abc import Iterator

from polku.delivery.checks.looked import Looked
from polku.errors import Problem

_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg)$|^(?:img|dsc|image|kuva)[-_ ]?\d+$", re.I)


def file_name_alt(letter: Looked) -> Iterator[Problem]:
    """A picture whose alternative text is the name of its file."""
    for picture in letter.parts.pictures:
        if _FILE.search(picture.alt.strip()):
            params = {"words": picture.alt[:60], "line": letter.line(picture.alt)}
            yield Problem("check.file-name-alt", "body", params, "warning")
